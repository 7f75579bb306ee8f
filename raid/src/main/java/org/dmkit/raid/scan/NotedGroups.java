package org.dmkit.raid.scan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Finds;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.GroupsByDisk;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.record.NotedLosses;

/**
 * The groups as they are when notes of losses are heard: formats put the disks together once more without those that are out, so
 * that no format has to know of notes, and those lie beside as stale. Where two disks call each other lost nothing is started.
 */
record NotedGroups(List<Finds<?>> found, NotedLosses noted) {
    /**
     * The groups.
     *
     * @param told what the formats made of all disks
     * @param findings what there was to say of that; replaced by what there is to say of the groups that are returned
     */
    List<Group> settle(GroupsByDisk told, List<Finding> findings) {
        List<Group> groups = told.all();
        if (!noted.out().stream().allMatch(o -> told.of(o.disk()).stream().anyMatch(g -> isKnown(o, g)))) {
            findings.clear();
            groups = withStale(new GroupsByDisk(new Claims(withoutThem()).settle(findings)), findings);
        }
        findings.addAll(noted.findings());
        var split = new ArrayList<Group>();
        groups.forEach(g -> split.add(withoutSplit(marked(g), findings)));
        return split;
    }

    /**
     * Many formats can't say on the survivors that a member is lost: once noted it is as if they did. Only if all witnesses are
     * there and no more is missing than was noted is it known which member that is.
     */
    private Group marked(Group group) {
        Optional<NotedLosses.Held> held = noted.newest(group);
        if (held.filter(h -> h.witnesses().size() == h.note().witnesses().size())
                .isEmpty()) {
            return group;
        }
        int losses = held.orElseThrow().note().losses().size();
        return group.mapSets(s ->
                s.leaves().filter(Component.Missing.class::isInstance).count() <= losses
                        ? s.mapLeaves(c -> c instanceof Component.Missing m ? m.lost() : c)
                        : s);
    }

    /** True if the format says by itself what the note says, and has nothing to say against the others. */
    private static boolean isKnown(NotedLosses.Out out, Group group) {
        return group.stale().contains(out.disk())
                && group.disks().contains(out.witness())
                && group.blocked().isEmpty();
    }

    private List<Finds<?>> withoutThem() {
        Set<DiskInfo> out = noted.out().stream().map(NotedLosses.Out::disk).collect(Collectors.toSet());
        var others = new ArrayList<Finds<?>>();
        found.forEach(f -> others.add(f.without(out::contains)));
        return others;
    }

    private List<Group> withStale(GroupsByDisk heard, List<Finding> findings) {
        var shut = new IdentityHashMap<Group, Group>();
        for (NotedLosses.Out out : noted.out()) {
            for (Group group : heard.of(out.witness())) {
                shut.put(group, shutOut(shut.getOrDefault(group, group), out));
            }
        }
        var groups = new GroupsByDisk(
                heard.all().stream().map(g -> shut.getOrDefault(g, g)).toList());
        noted.out().forEach(o -> findings.add(lost(o, groups)));
        return groups.all();
    }

    private Group shutOut(Group group, NotedLosses.Out out) {
        Group with = group;
        for (Finds<?> finds : found) {
            with = finds.shutOut(with, out.disk());
        }
        return with;
    }

    private static Finding lost(NotedLosses.Out out, GroupsByDisk groups) {
        Optional<RaidSet> set = groups.of(out.witness()).stream()
                .flatMap(g -> g.sets().stream())
                .findFirst();
        String name = set.map(RaidSet::name).orElse("SET");
        boolean failed = set.filter(s -> s.health() == RaidSet.Health.FAILED).isPresent();
        return Finding.warning("disk.noted-lost")
                .on(out.disk())
                .found("a disk that misses writes since transaction "
                        + out.loss().since() + ", as " + out.witness().name() + " notes, whatever its own metadata say")
                .remedy(
                        failed
                                ? "to go on with all that was lost at once: dmkit reassemble " + name
                                : "to have it made good: dmkit rebuild " + name + " "
                                        + out.disk().name());
    }

    private Group withoutSplit(Group group, List<Finding> findings) {
        Map<String, Finding> blocked = new HashMap<>(group.blocked());
        group.present().forEach(disk -> {
            DiskInfo other = noted.split().get(disk);
            if (other != null) {
                Finding why = split(disk, other);
                findings.add(why);
                group.sets().forEach(s -> blocked.putIfAbsent(s.name(), why));
            }
        });
        return group.withBlocked(blocked);
    }

    private static Finding split(DiskInfo disk, DiskInfo other) {
        return Finding.error("set.two-histories")
                .on(disk)
                .found(disk.name() + " and " + other.name() + ", which each note that the other misses writes")
                .expected("one history")
                .remedy("detach the disk whose data are not wanted, or wipe it");
    }
}
