package org.dmkit.cli;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Group;

/**
 * A group as people see it.
 *
 * @param revision see {@link Revision}; of all of the group, reckoned when it is asked for
 * @param reasons why a stale disk is not used, by its name, where there is more to say than that
 */
record GroupView(
        String name,
        String format,
        String description,
        Supplier<String> revision,
        List<SetView> sets,
        List<DiskInfo> spares,
        List<DiskInfo> stale,
        Map<String, String> reasons) {
    GroupView {
        sets = List.copyOf(sets);
        spares = List.copyOf(spares);
        stale = List.copyOf(stale);
        reasons = Map.copyOf(reasons);
    }

    /** The same with one set only. */
    GroupView only(String set) {
        List<SetView> one = sets.stream().filter(s -> s.name().equals(set)).toList();
        return new GroupView(name, format, description, revision, one, spares, stale, reasons);
    }

    /** With nothing to say about stale disks. */
    static GroupView of(Group group, Function<String, Running> kernel) {
        return of(group, kernel, Map.of());
    }

    /** See {@link SetView#of}. */
    static GroupView of(Group group, Function<String, Running> kernel, Map<String, String> reasons) {
        return new GroupView(
                group.name(),
                group.format().name(),
                group.format().description(),
                () -> Revision.of(group),
                group.sets().stream().map(s -> SetView.of(s, kernel)).toList(),
                group.spares(),
                group.stale(),
                reasons);
    }
}
