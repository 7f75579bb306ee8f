package org.dmkit.raid.change;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.control.Controller;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.GroupsByDisk;

/** What is asked of one group of the machine. Several of them can be one change, see {@link Controller#prepare(List, Consent)}. */
public record GroupChange(Group group, Change change) {
    /**
     * The same changes, and what they mean for groups that give a disk away: a spare that moves is no longer listed by the disks that it
     * waited for.
     *
     * @param groups all of the machine
     */
    public static List<GroupChange> withDonors(List<GroupChange> changes, GroupsByDisk groups) {
        var all = new ArrayList<GroupChange>(changes);
        var changing = changes.stream().map(GroupChange::group).collect(Collectors.toSet());
        for (GroupChange asked : changes) {
            for (DiskInfo disk : newcomers(asked.change())) {
                groups.of(disk).stream()
                        .filter(g -> lists(g, disk))
                        .filter(changing::add)
                        .forEach(g -> all.add(new GroupChange(g, new Change.Remove(disk))));
            }
        }
        return all;
    }

    private static List<DiskInfo> newcomers(Change change) {
        return switch (change) {
            case Change.AddSpare c -> List.of(c.disk());
            case Change.Replace c -> List.of(c.disk());
            case Change.Create c ->
                Stream.concat(c.disks().stream(), c.spares().stream()).toList();
            case Change.Fail c -> List.of();
            case Change.Remove c -> List.of();
            case Change.Delete c -> List.of();
            case Change.Rename c -> List.of();
            case Change.Observe c -> List.of();
            case Change.NoteLosses c -> List.of();
            case Change.Reassemble c -> List.of();
            case Change.Open c -> List.of();
            case Change.Close c -> List.of();
            case Change.Several c ->
                c.parts().flatMap(p -> newcomers(p).stream()).toList();
        };
    }

    /** A spare that is alone is on no other disk's list. */
    private static boolean lists(Group group, DiskInfo spare) {
        return group.writer().isPresent()
                && group.spares().contains(spare)
                && group.disks().size() > 1;
    }
}
