package org.dmkit.raid.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;

/** Groups in any state and what may happen to them, as a seed has it. */
public final class RandomGroups {
    private static final int DISKS = 9;

    private final Random random;
    /** Whether pairs of disks tell the same serial. */
    private final boolean twins;

    public RandomGroups(long seed) {
        this.random = new Random(seed);
        this.twins = random.nextInt(4) == 0;
    }

    private DiskInfo disk(int n) {
        DiskInfo d = TestGroups.disk(n);
        return twins ? new DiskInfo(d.name(), d.sectors(), 512, "S" + n / 2, d.wwn(), d.model(), d.number(), false) : d;
    }

    /** Up to three sets on the same disks, members of them missing or rebuilding, spares and disks that are shut out. */
    public Group group() {
        int members = 2 + random.nextInt(4);
        int sets = 1 + random.nextInt(3);
        boolean[] missing = new boolean[members];
        for (int i = 0; i < members; i++) {
            missing[i] = random.nextInt(5) == 0;
        }
        RaidSet[] made = IntStream.range(0, sets)
                .mapToObj(s -> set("s" + s, leaves(s, missing)))
                .toArray(RaidSet[]::new);
        Group group = TestGroups.group(made);
        List<DiskInfo> free = free(group);
        for (DiskInfo spare : free.subList(0, random.nextInt(2))) {
            group = group.withSpare(spare);
        }
        for (DiskInfo stale : free.subList(2, 2 + random.nextInt(2))) {
            group = group.shutOut(stale);
        }
        return group;
    }

    private List<Component> leaves(int set, boolean[] missing) {
        Extent extent = new Extent(20_000L * set, 16_384);
        var leaves = new ArrayList<Component>();
        for (int i = 0; i < missing.length; i++) {
            Component.State state = random.nextInt(5) == 0 ? Component.State.REBUILDING : Component.State.IN_SYNC;
            leaves.add(
                    missing[i]
                            ? new Component.Missing("S" + i, extent, random.nextBoolean())
                            : new Component.Member(disk(i), extent, state));
        }
        return leaves;
    }

    private RaidSet set(String name, List<Component> leaves) {
        Resync resync = any(List.of(Resync.values()));
        int half = leaves.size() / 2;
        if (leaves.size() == 4 && random.nextBoolean()) {
            return new RaidSet(
                            name,
                            name,
                            Level.RAID0,
                            128,
                            32_768,
                            List.of(
                                    new Component.Subset(set(name + "-0", Level.RAID1, leaves.subList(0, half))),
                                    new Component.Subset(set(name + "-1", Level.RAID1, leaves.subList(half, 4)))),
                            resync)
                    .withResync(resync);
        }
        Level level = any(
                List.of(Level.RAID0, Level.RAID1, Level.RAID5_LEFT_ASYMMETRIC, Level.RAID6_N_RESTART, Level.LINEAR));
        return set(name, level, leaves).withResync(resync);
    }

    private static RaidSet set(String name, Level level, List<Component> leaves) {
        return new RaidSet(name, "", level, 128, 16_384, leaves, Resync.CLEAN);
    }

    /** One change that keeps the shape of sets. */
    public Group changed(Group t0) {
        return switch (random.nextInt(11)) {
            case 0, 1 -> applied(t0, new Change.Fail(member(t0)));
            case 2, 3 -> applied(t0, new Change.Replace(member(t0), any(free(t0))));
            case 4 -> applied(t0, new Change.AddSpare(any(free(t0))));
            case 5 -> applied(t0, new Change.Remove(any(free(t0))));
            case 6 -> t0.mapSets(s -> s.mapLeaves(this::perhapsRebuilt));
            case 7 -> t0.mapSets(s -> random.nextBoolean() ? s.withResync(any(List.of(Resync.values()))) : s);
            case 8 -> t0.withSets(without(t0.sets(), random.nextInt(3)));
            case 9 -> t0.mapSets(s -> s.mapLeaves(c -> c instanceof Component.Missing ? c.lost() : c));
            default -> t0.withSets(plus(t0.sets(), set("new" + random.nextInt(100), leaves(3, new boolean[3]))));
        };
    }

    /** One change to what a set is. */
    public Group reshaped(Group t0) {
        String name = any(t0.sets()).name();
        int what = random.nextInt(4);
        return t0.mapSets(s -> !s.name().equals(name)
                ? s
                : switch (what) {
                    case 0 -> new RaidSet(name, "other", s.level(), s.chunk(), s.size(), s.components(), s.resync());
                    case 1 -> new RaidSet(name, s.label(), s.level(), 64, 4_096, s.components(), s.resync());
                    case 2 ->
                        s.withComponents(plus(
                                s.components(),
                                new Component.Member(disk(8), TestGroups.DATA, Component.State.IN_SYNC)));
                    default ->
                        s.mapLeaves(c -> c instanceof Component.Member m
                                ? new Component.Member(m.disk(), TestGroups.BEHIND, m.state())
                                : c);
                });
    }

    private Component perhapsRebuilt(Component c) {
        return c instanceof Component.Member m && random.nextBoolean() ? m.withState(Component.State.IN_SYNC) : c;
    }

    private MemberName member(Group group) {
        List<MemberName> names = group.sets().stream()
                .flatMap(RaidSet::leaves)
                .<MemberName>map(c -> c instanceof Component.Member m
                        ? new MemberName.OfDisk(m.disk().name())
                        : new MemberName.OfLabel(((Component.Missing) c).label()))
                .toList();
        return names.isEmpty() ? new MemberName.OfLabel("nobody") : any(names);
    }

    private static Group applied(Group t0, Change change) {
        try {
            return change.apply(t0);
        } catch (RefusedException e) {
            return t0;
        }
    }

    /** Disks that are in no set, spares and shut-out ones among them, in any order; never none. */
    private List<DiskInfo> free(Group group) {
        List<DiskInfo> free = new ArrayList<>(IntStream.range(0, DISKS)
                .mapToObj(this::disk)
                .filter(d -> group.sets().stream().noneMatch(s -> s.member(d).isPresent()))
                .toList());
        Collections.shuffle(free, random);
        return free;
    }

    private static <T> List<T> without(List<T> list, int index) {
        var rest = new ArrayList<>(list);
        if (index < rest.size()) {
            rest.remove(index);
        }
        return rest;
    }

    private static <T> List<T> plus(List<T> list, T more) {
        return Stream.concat(list.stream(), Stream.of(more)).toList();
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
