package org.dmkit.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.partition.PartitionNames;
import org.dmkit.raid.partition.PartitionScan;
import org.dmkit.raid.partition.PartitionTable;
import org.dmkit.raid.table.Helper;
import org.dmkit.raid.table.MappedDevice;
import org.dmkit.raid.table.Profile;
import org.dmkit.raid.table.Tables;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code dmkit table [SET]}: the tables that every set which could start would get, degraded ones in their degraded form, and
 * those of the partitions on them.
 */
final class TableCommand implements Command {
    @Override
    public String word() {
        return "table";
    }

    @Override
    public String summary() {
        return "Print the device-mapper tables of sets and their partitions.";
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
            List<RaidSet> sets = chosen.stream()
                    .filter(c -> !c.group().blocked().containsKey(c.set().name()))
                    .map(Selection.Chosen::set)
                    .toList();
            Map<String, PartitionTable> partitions =
                    PartitionScan.of(session.controller().machine(), sets);
            var tables = new TreeMap<DmName, Table>();
            for (RaidSet set : sets) {
                List<MappedDevice> devices = Tables.of(set, profile, TableCommand::ref);
                for (MappedDevice device : devices) {
                    device.helpers().forEach(h -> tables.put(h.name(), table(h)));
                    tables.put(device.name(), device.table());
                }
                PartitionTable table = partitions.get(set.name());
                if (table != null) {
                    table.devices(devices.getLast(), PartitionNames.DEFAULT)
                            .forEach(p -> tables.put(p.name(), p.table()));
                    table.findings().forEach(f -> invocation.console().complain(f.toString()));
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
                Table.of(Helper.Metadata.SECTORS, new DmTarget.Linear(DeviceRef.ofPath("memory"), 0));
        };
    }
}
