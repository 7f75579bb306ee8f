package org.dmkit.raid.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;

/**
 * Groups by their disks: made once of many groups, so that who asks about one disk need not go through all of them.
 */
public final class GroupsByDisk {
    private final List<Group> all;
    private final Map<DiskInfo, List<Group>> byDisk = new HashMap<>();

    /** @param groups whose disks are of one listing */
    public GroupsByDisk(List<Group> groups) {
        all = List.copyOf(groups);
        for (Group group : groups) {
            Set<DiskInfo> disks = new LinkedHashSet<>();
            group.bearers().forEach(b -> disks.add(b.disk()));
            group.sets().stream()
                    .flatMap(RaidSet::members)
                    .map(Component.Member::disk)
                    .forEach(disks::add);
            disks.forEach(
                    d -> byDisk.computeIfAbsent(d, x -> new ArrayList<>(1)).add(group));
        }
    }

    public List<Group> all() {
        return all;
    }

    /** Those that have this disk, to whatever use, in the order in which they were given. */
    public List<Group> of(DiskInfo disk) {
        return byDisk.getOrDefault(disk, List.of());
    }

    /** Where their sets have their data on this disk. */
    public Stream<Extent> data(DiskInfo disk) {
        return of(disk).stream()
                .flatMap(g -> g.sets().stream())
                .flatMap(RaidSet::members)
                .filter(m -> m.disk().equals(disk))
                .map(Component.Member::extent);
    }

    /** Where their metadata lie on this disk. */
    public Stream<Extent> metadata(DiskInfo disk) {
        return of(disk).stream().flatMap(g -> g.extents(disk).stream());
    }
}
