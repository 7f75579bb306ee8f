package org.dmkit.cli;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;
import org.dmkit.dm.Target;
import org.dmkit.raid.Helper;
import org.dmkit.raid.MappedDevice;
import org.dmkit.raid.Profile;
import org.dmkit.raid.RefusedException;
import org.dmkit.raid.Tables;
import picocli.CommandLine.Model.CommandSpec;

/** {@code dmkit table [SET]}: the tables that every set which could start would get, degraded ones in their degraded form. */
final class TableCommand implements Command {
    @Override
    public String word() {
        return "table";
    }

    @Override
    public String summary() {
        return "Print the device-mapper tables of sets.";
    }

    @Override
    public void grammar(CommandSpec spec) {
        Parameters.optional(spec, "SET", "One set only, by name or the beginning of it.");
    }

    @Override
    public Answer run(Invocation invocation) throws IOException, RefusedException {
        try (Session session = Session.look(invocation)) {
            Selection selection = session.selection();
            String name = Parameters.first(invocation);
            List<Selection.Chosen> chosen = name.isEmpty() ? selection.all() : List.of(selection.set(name));
            Profile profile = invocation.options().profile().orElse(Profile.MODERN);
            var tables = new TreeMap<DmName, Table>();
            for (Selection.Chosen c : chosen) {
                if (!c.group().blocked().containsKey(c.set().name())) {
                    for (MappedDevice device : Tables.of(c.set(), profile, TableCommand::ref)) {
                        device.helpers().forEach(h -> tables.put(h.name(), table(h)));
                        tables.put(device.name(), device.table());
                    }
                }
            }
            return Answer.done(new TableList(tables));
        }
    }

    private static DeviceRef ref(DiskInfo disk) {
        return DeviceRef.ofPath(disk.name());
    }

    private static Table table(Helper helper) {
        return switch (helper) {
            case Helper.Offset o -> o.table();
            // It gets a number only when it is made.
            case Helper.Metadata m ->
                Table.of(Helper.Metadata.SECTORS, new Target.Linear(DeviceRef.ofPath("memory"), 0));
        };
    }
}
