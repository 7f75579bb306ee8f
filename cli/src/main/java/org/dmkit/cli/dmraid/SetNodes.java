package org.dmkit.cli.dmraid;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.RaidDevice.Status;
import org.dmkit.raid.format.RaidDevice.Type;
import org.dmkit.raid.live.Live;
import org.dmkit.raid.live.LiveSets;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.scan.Scan;

/** Makes dmraid's view of sets, by name, of what a scan found and of what runs. */
final class SetNodes {
    private final Scan scan;
    private final Live live;

    private SetNodes(Scan scan, Live live) {
        this.scan = scan;
        this.live = live;
    }

    static List<SetNode> of(Scan scan, Live live) {
        var nodes = new SetNodes(scan, live);
        Map<String, SetNode> byName = new TreeMap<>();
        for (Group group : scan.groups()) {
            nodes.of(group).forEach(n -> byName.merge(n.name(), n, SetNode::merged));
        }
        return byName.values().stream()
                .map(n -> n.isGroup() ? n.withSubsets(sorted(n.subsets())) : n)
                .toList();
    }

    private static List<SetNode> sorted(List<SetNode> nodes) {
        return nodes.stream().sorted((a, b) -> a.name().compareTo(b.name())).toList();
    }

    private List<SetNode> of(Group group) {
        List<RaidDisk> listed = listed(group);
        List<RaidDisk> inSets =
                listed.stream().flatMap(d -> d.inSets().stream()).toList();
        LiveSets running = LiveSets.match(group, live);
        var sets = new ArrayList<SetNode>();
        group.sets().stream()
                .filter(s -> !group.blocked().containsKey(s.name()) || !isRefused(group, s, inSets))
                .forEach(s -> sets.add(node(group, s, inSets, running)));
        sets.addAll(spares(group, inSets));
        Optional<String> name = listed.stream()
                .filter(SetNodes::isInGroup)
                .map(d -> d.device().set())
                .findFirst();
        if (name.isEmpty() || sets.isEmpty()) {
            return sets;
        }
        return List.of(new SetNode(
                name.get(),
                Type.GROUP.word(),
                Status.SETUP,
                0,
                listed.stream().mapToLong(d -> d.device().sectors()).sum(),
                sets,
                listed,
                false,
                null));
    }

    /** True if what the disk is listed with is not a set that it is in, but a group of them. */
    private static boolean isInGroup(RaidDisk disk) {
        return disk.inSets().stream()
                .noneMatch(d -> d.device().set().equals(disk.device().set()));
    }

    /** True if dmraid would make no set of these disks: none names it, of no type that it knows, or they don't agree. */
    private static boolean isRefused(Group group, RaidSet set, List<RaidDisk> inSets) {
        List<RaidDisk> claiming = inSets.stream()
                .filter(d ->
                        set.bottomUp().anyMatch(s -> s.name().equals(d.device().set())))
                .toList();
        Finding why = group.blocked().get(set.name());
        return claiming.isEmpty()
                || (why != null
                        && (why.code().endsWith(".contradiction") || why.code().endsWith(".magic")))
                || claiming.stream().anyMatch(d -> d.device().type() == Type.UNKNOWN && !isInGroup(d.listed()))
                || claiming.stream().map(d -> d.device().stride()).distinct().count() > 1;
    }

    private List<RaidDisk> listed(Group group) {
        return Stream.concat(group.disks().stream(), group.stale().stream())
                .flatMap(disk -> raidDisk(group, disk).stream())
                .toList();
    }

    private Optional<RaidDisk> raidDisk(Group group, DiskInfo disk) {
        return scan.found().stream()
                .filter(f -> f.format().equals(group.format()))
                .flatMap(f -> RaidDisk.of(f, disk).stream())
                .findFirst();
    }

    private SetNode node(Group group, RaidSet set, List<RaidDisk> inSets, LiveSets running) {
        List<SetNode> subsets = set.components().stream()
                .flatMap(c -> c instanceof Component.Subset s
                        ? Stream.of(node(group, s.set(), inSets, running))
                        : Stream.empty())
                .filter(n -> !n.disks().isEmpty() || !n.subsets().isEmpty())
                .toList();
        boolean active = running.device(set).isPresent();
        var source = new SetNode.Source(group, set);
        if (!subsets.isEmpty()) {
            int stride = subsets.getFirst().stride();
            Level below =
                    Objects.requireNonNull(subsets.getFirst().source()).set().level();
            return new SetNode(
                    set.name(),
                    SetWords.stacked(set.level(), below),
                    SetWords.status(set),
                    stride,
                    SetSize.ofSubsets(set.level(), stride, subsets),
                    subsets,
                    List.of(),
                    active,
                    source);
        }
        List<RaidDisk> disks = disks(group, set, inSets);
        int stride = disks.stream().mapToInt(d -> d.device().stride()).max().orElse(set.chunk());
        return new SetNode(
                set.name(),
                SetWords.type(set, disks).word(),
                SetWords.status(set, disks, group.blocked().containsKey(set.name())),
                stride,
                SetSize.ofDisks(set.level(), stride, disks),
                List.of(),
                disks,
                active,
                source);
    }

    private static int place(RaidDisk disk, List<String> slots) {
        int slot = slots.indexOf(disk.disk().name());
        return slot < 0 ? slots.size() : slot;
    }

    /** The disks that say they are in this set, in the order of its slots; then those that are in no slot. */
    private List<RaidDisk> disks(Group group, RaidSet set, List<RaidDisk> inSets) {
        List<String> slots = set.members().map(m -> m.disk().name()).toList();
        List<RaidDisk> claiming = inSets.stream()
                .filter(d -> d.device().set().equals(set.name()))
                .map(d -> group.spares().contains(d.disk()) ? d.asSpare() : d)
                .sorted((a, b) -> Integer.compare(place(a, slots), place(b, slots)))
                .toList();
        return claiming.isEmpty()
                ? set.members().flatMap(m -> member(group, set, m).stream()).toList()
                : claiming;
    }

    /** A member of a set whose name is not the one that its metadata give, because two sets would have it. */
    private Optional<RaidDisk> member(Group group, RaidSet set, Component.Member member) {
        return raidDisk(group, member.disk())
                .map(d -> d.as(new RaidDevice(
                        set.name(),
                        SetWords.type(set.level()),
                        Status.OK,
                        member.extent().count(),
                        member.extent().lba(),
                        set.chunk() > 0 ? set.chunk() : d.device().stride())));
    }

    /** Spares that are in no set make sets of their own. */
    private static List<SetNode> spares(Group group, List<RaidDisk> inSets) {
        return inSets.stream()
                .filter(d -> d.device().type() == Type.SPARE)
                .filter(d -> group.sets().stream()
                        .flatMap(RaidSet::bottomUp)
                        .noneMatch(s -> s.name().equals(d.device().set())))
                .map(d -> new SetNode(
                        d.device().set(),
                        Type.SPARE.word(),
                        Status.OK,
                        0,
                        d.device().sectors(),
                        List.of(),
                        List.of(d),
                        false,
                        null))
                .toList();
    }
}
