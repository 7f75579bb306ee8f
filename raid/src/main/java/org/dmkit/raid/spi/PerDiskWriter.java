package org.dmkit.raid.spi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.Component;
import org.dmkit.raid.Delta;
import org.dmkit.raid.Delta.Event;
import org.dmkit.raid.Finding;
import org.dmkit.raid.Group;
import org.dmkit.raid.RaidSet;

/**
 * What writers of formats share in which each disk has a block of its own that tells of one set, and a generation that rises
 * with each change. All live members of a changed set get one that is higher than any, survivors before newcomers: a newcomer alone
 * would make the good ones look behind. Where nothing differs nothing is written.
 *
 * @param <M> one disk's block
 */
public abstract class PerDiskWriter<M extends NativeMetadata> implements MetadataWriter {
    private final Class<M> type;

    protected PerDiskWriter(Class<M> type) {
        this.type = type;
    }

    /**
     * The block of a live member, still in the generation of {@link SetChange#own}, or of any for a newcomer.
     *
     * @param slot counted through the leaves of the set
     */
    protected abstract M told(SetChange<M> change, int slot, Component.Member member);

    /** Compared by signed difference, because it may wrap. */
    protected abstract int generation(M block);

    protected abstract M withGeneration(M block, int generation);

    /** The block that calls its own disk lost. */
    protected abstract M lost(M block);

    /**
     * The block of a disk that waits for a failure.
     *
     * @param known blocks of the group, by name of disk; the spare's own may be among them
     */
    protected abstract M spare(DiskInfo disk, Map<String, M> known);

    /** All copies of a block, ready to be written. */
    protected abstract List<Image> images(DiskInfo disk, M block);

    /** What takes all copies away. */
    protected abstract List<Image> erased(DiskInfo disk);

    /** What this format has against a disk as a member or, without an extent to keep, as a spare. */
    protected abstract List<Finding> joins(DiskInfo disk, Optional<Component.Member> member);

    /**
     * The block of a member of a new set, in any generation.
     *
     * @param ground what {@link Placement#ground} has for this disk
     */
    protected M made(RaidSet set, int slot, M ground) {
        throw new IllegalArgumentException("refused by the rules: " + set);
    }

    /** A block that calls the set by another name of its own. */
    protected M renamed(M block, String label) {
        throw new IllegalArgumentException("refused by the rules: " + label);
    }

    /** What this format has against a name for a set. */
    protected List<Finding> named(Group group, String label) {
        return List.of(new Finding(
                group.format().name() + ".name",
                Finding.Severity.ERROR,
                null,
                -1,
                "",
                label,
                "no name: the format has none",
                ""));
    }

    /** What this format has against a new set; its blocks must read as the set. */
    protected List<Finding> created(RaidSet set, Map<DiskInfo, M> blocks) {
        return List.of();
    }

    @Override
    public final List<Finding> check(Delta delta) {
        boolean makes = placement().isPresent();
        var findings = new ArrayList<>(new PerDiskRules(delta, abilities(), makes).findings());
        delta.events(Event.Renamed.class).forEach(e -> findings.addAll(named(delta.before(), e.label())));
        if (makes) {
            delta.events(Event.Created.class).forEach(e -> {
                findings.addAll(named(delta.before(), e.set().label()));
                findings.addAll(created(e.set(), made(e.set(), known(delta.before()))));
            });
        }
        Group t1 = delta.after();
        for (RaidSet set : t1.sets()) {
            set.members()
                    .filter(m -> delta.before().sets().stream()
                            .noneMatch(s -> s.member(m.disk()).isPresent()))
                    .forEach(m -> findings.addAll(joins(m.disk(), Optional.of(m))));
        }
        newSpares(delta).forEach(d -> findings.addAll(joins(d, Optional.empty())));
        return findings;
    }

    @Override
    public final Update encode(Delta delta) {
        Map<String, M> known = known(delta.before());
        var survivors = new LinkedHashMap<String, List<Image>>();
        var newcomers = new LinkedHashMap<String, List<Image>>();
        var lost = new LinkedHashMap<String, List<Image>>();
        for (RaidSet after : delta.after().sets()) {
            delta.before()
                    .set(after.name())
                    .filter(before -> !before.equals(after))
                    .map(before -> new SetChange<>(before, after, known))
                    .ifPresent(change -> {
                        members(change, survivors, newcomers);
                        lost(change, delta.after(), lost);
                    });
        }
        delta.events(Event.Created.class)
                .forEach(e ->
                        made(e.set(), known).forEach((disk, block) -> newcomers.put(disk.name(), images(disk, block))));
        var others = new LinkedHashMap<String, List<Image>>();
        newSpares(delta).forEach(d -> others.put(d.name(), images(d, spare(d, known))));
        released(delta).forEach(d -> others.put(d.name(), erased(d)));
        var stages = new ArrayList<Update.Stage>();
        add(stages, survivors, Update.Duty.MUST);
        add(stages, newcomers, Update.Duty.MUST);
        add(stages, others, Update.Duty.MUST);
        add(stages, lost, Update.Duty.BEST_EFFORT);
        return new Update(stages);
    }

    private Map<DiskInfo, M> made(RaidSet set, Map<String, M> ground) {
        List<Component> leaves = set.leaves().toList();
        int first = next(0, leaves);
        var blocks = new LinkedHashMap<DiskInfo, M>();
        for (int slot = 0; slot < leaves.size(); slot++) {
            if (leaves.get(slot) instanceof Component.Member member) {
                M own = Objects.requireNonNull(ground.get(member.disk().name()));
                blocks.put(member.disk(), withGeneration(made(set, slot, own), first));
            }
        }
        return blocks;
    }

    private static void add(List<Update.Stage> stages, Map<String, List<Image>> images, Update.Duty duty) {
        if (!images.isEmpty()) {
            stages.add(new Update.Stage(images, duty));
        }
    }

    private void members(SetChange<M> change, Map<String, List<Image>> survivors, Map<String, List<Image>> newcomers) {
        var told = new LinkedHashMap<DiskInfo, M>();
        List<Component> leaves = change.after().leaves().toList();
        for (int slot = 0; slot < leaves.size(); slot++) {
            if (leaves.get(slot) instanceof Component.Member member) {
                M block = told(change, slot, member);
                told.put(
                        member.disk(),
                        change.renamed() ? renamed(block, change.after().label()) : block);
            }
        }
        int newest = newest(change);
        // One that is behind would not count as what it is told to be.
        boolean differs = told.entrySet().stream()
                .anyMatch(e -> !change.own(e.getKey()).equals(Optional.of(e.getValue()))
                        || generation(e.getValue()) != newest);
        if (differs || change.losses().anyMatch(c -> isNews(change, c, newest))) {
            int next = next(newest, leaves);
            told.forEach((disk, block) -> (change.before().member(disk).isPresent() ? survivors : newcomers)
                    .put(disk.name(), images(disk, withGeneration(block, next))));
        }
    }

    /**
     * The first generation behind this one whose lowest bits tell which members are in sync. A block says nothing of other
     * disks: without this, survivors of different losses would bear the same blocks, and a disk that was away could not be told
     * from one that they went on with.
     */
    private static int next(int newest, List<Component> leaves) {
        int bits = Math.min(leaves.size(), 8);
        int inSync = 0;
        for (int slot = 0; slot < leaves.size(); slot++) {
            if (leaves.get(slot) instanceof Component.Member m && m.state() == Component.State.IN_SYNC) {
                inSync |= 1 << slot % bits;
            }
        }
        int window = (1 << bits) - 1;
        return newest + 1 + ((inSync - (newest + 1)) & window);
    }

    /** A disk that is behind as it is tells by itself that it missed writes; what an absent one says nobody knows. */
    private boolean isNews(SetChange<M> change, Component gone, int newest) {
        return !(gone instanceof Component.Member m)
                || change.own(m.disk())
                        .filter(block -> generation(block) != newest)
                        .isEmpty();
    }

    private int newest(SetChange<M> change) {
        return change.before()
                .members()
                .flatMap(m -> change.own(m.disk()).stream())
                .map(this::generation)
                .reduce((a, b) -> b - a > 0 ? b : a)
                .orElse(0);
    }

    private void lost(SetChange<M> change, Group t1, Map<String, List<Image>> lost) {
        t1.stale().stream()
                .filter(d -> change.before().member(d).isPresent())
                .filter(d -> change.after().member(d).isEmpty())
                .forEach(d -> change.own(d)
                        .filter(block -> !lost(block).equals(block))
                        .ifPresent(block -> lost.put(d.name(), images(d, lost(block)))));
    }

    private static Stream<DiskInfo> newSpares(Delta delta) {
        return delta.after().spares().stream()
                .filter(d -> !PerDiskRules.in(delta.before().spares(), d));
    }

    private static Stream<DiskInfo> released(Delta delta) {
        Group t1 = delta.after();
        return Stream.of(delta.before().disks(), delta.before().stale())
                .flatMap(List::stream)
                .filter(d -> !PerDiskRules.in(t1.disks(), d) && !PerDiskRules.in(t1.stale(), d))
                .filter(d -> t1.sets().stream().noneMatch(s -> s.member(d).isPresent()));
    }

    private Map<String, M> known(Group group) {
        var known = new TreeMap<String, M>();
        ((Copies) group.metadata()).byDisk().forEach((disk, block) -> known.put(disk, type.cast(block)));
        return known;
    }

    /**
     * A set that changes.
     *
     * @param known blocks of the group in T0, by name of disk
     */
    public record SetChange<M>(RaidSet before, RaidSet after, Map<String, M> known) {
        /** The disk's own block in T0. */
        public Optional<M> own(DiskInfo disk) {
            return Optional.ofNullable(known.get(disk.name()));
        }

        boolean renamed() {
            return !before.label().equals(after.label());
        }

        /** Of T0, what is no longer there or, if it was absent, is called lost from now on. */
        Stream<Component> losses() {
            return before.leaves().filter(c -> switch (c) {
                case Component.Member m -> after.member(m.disk()).isEmpty();
                case Component.Missing m -> !m.marked() && after.leaves().noneMatch(m::equals);
                case Component.Subset s -> false;
            });
        }
    }
}
