package org.dmkit.cli;

import java.util.List;
import java.util.function.Function;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.Group;

/** A group as people see it. */
record GroupView(
        String name,
        String format,
        String description,
        List<SetView> sets,
        List<DiskInfo> spares,
        List<DiskInfo> stale) {
    GroupView {
        sets = List.copyOf(sets);
        spares = List.copyOf(spares);
        stale = List.copyOf(stale);
    }

    /** See {@link SetView#of}. */
    static GroupView of(Group group, Function<String, Running> kernel) {
        return new GroupView(
                group.name(),
                group.format().name(),
                group.format().description(),
                group.sets().stream().map(s -> SetView.of(s, kernel)).toList(),
                group.spares(),
                group.stale());
    }
}
