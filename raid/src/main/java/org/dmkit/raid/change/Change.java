package org.dmkit.raid.change;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Bearer;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.live.Observed;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;

/**
 * What can be asked of a group: each makes T1 from T0, or refuses. Pure; the rules here hold for every format, which adds its
 * own ({@link org.dmkit.raid.format.MetadataWriter#check}).
 */
public sealed interface Change {
    /** T1. */
    Group apply(Group t0) throws RefusedException;

    /** True if the metadata stay as they are, and T1 is told by the members' note of losses alone. */
    default boolean isNoted() {
        return false;
    }

    /** What it is made of: itself, unless it is {@link Several}. */
    default Stream<Change> parts() {
        return Stream.of(this);
    }

    /** Makes a disk a spare of the group. */
    record AddSpare(DiskInfo disk) implements Change {
        @Override
        public Group apply(Group t0) throws RefusedException {
            mustBeNew(t0, disk);
            return t0.withSpare(disk);
        }
    }

    /** Takes a member out of use in all sets of the group. */
    record Fail(MemberName member) implements Change {
        @Override
        public Group apply(Group t0) throws RefusedException {
            // One that is marked already, perhaps by the command that this change belongs to, needs nothing more.
            Group t1 = t0.mapSets(
                    set -> set.mapLeaves(c -> member.names(c) ? c.lost() : c).withFallenStripes());
            if (t0.sets().stream().flatMap(RaidSet::leaves).noneMatch(member::names)) {
                throw RefusedException.because(
                        "change.no-member", member.toString(), "a member of " + t0.name(), "see: dmkit show");
            }
            mustStillRun(t0, t1);
            mustNotOweResync(t0, t1);
            return t1.shuttingOutMembersOf(t0);
        }
    }

    /** Puts a new disk into the slots of a member, present or missing, to be rebuilt there. */
    record Replace(MemberName old, DiskInfo disk) implements Change {
        @Override
        public Group apply(Group t0) throws RefusedException {
            mustBeNew(t0, disk);
            for (RaidSet set : t0.sets()) {
                if (set.leaves().anyMatch(old::names) && !set.redundant() && set.health() != RaidSet.Health.FAILED) {
                    throw RefusedException.because(
                            "change.no-redundancy",
                            set.name() + " can't rebuild a member",
                            "a redundant level",
                            "copy its data elsewhere first");
                }
            }
            Group t1 = t0.mapSets(set -> set.redundant() ? replaced(set).withFallenStripes() : set);
            if (t1.equals(t0)) {
                throw RefusedException.because(
                        "change.no-member", old.toString(), "a member of " + t0.name(), "see: dmkit show");
            }
            mustStillRun(t0, t1);
            mustNotOweResync(t0, t1);
            for (RaidSet set : t1.sets()) {
                Optional<Component.Member> m = set.member(disk);
                if (m.isPresent() && m.get().extent().end() > disk.sectors()) {
                    throw RefusedException.because(
                            "change.too-small",
                            disk.name() + " has " + disk.sectors() + " sectors",
                            "more than " + m.get().extent().end(),
                            "take a larger disk");
                }
            }
            return t1.shuttingOutMembersOf(t0);
        }

        /** Of several that are missing and bear one name, or none, the first: there is nothing to tell them by. */
        private RaidSet replaced(RaidSet set) {
            var left = new int[] {1};
            return set.mapLeaves(c -> old.names(c) && left[0]-- > 0 ? rebuilding(c) : c);
        }

        private Component rebuilding(Component c) {
            return switch (c) {
                case Component.Member m -> new Component.Member(disk, m.extent(), Component.State.REBUILDING);
                case Component.Missing m -> new Component.Member(disk, m.extent(), Component.State.REBUILDING);
                case Component.Subset s -> s;
            };
        }
    }

    /**
     * Makes a set, of a group that has none yet ({@link org.dmkit.raid.format.Placement#ground}) or beside those that it has.
     *
     * @param disks its members, in the order of slots
     * @param spares disks that shall wait for a failure
     */
    record Create(Wish wish, List<DiskInfo> disks, List<DiskInfo> spares) implements Change {
        public Create {
            disks = List.copyOf(disks);
            spares = List.copyOf(spares);
        }

        @Override
        public Group apply(Group t0) throws RefusedException {
            return Creation.apply(this, t0);
        }
    }

    /** Makes an end of a set. Disks that are in no other set of the group leave it, and their metadata are erased. */
    record Delete(String set) implements Change {
        @Override
        public Group apply(Group t0) throws RefusedException {
            mustHave(t0, set);
            List<RaidSet> left =
                    t0.sets().stream().filter(s -> !s.name().equals(set)).toList();
            Group t1 = t0.withSets(left);
            return left.isEmpty() ? t1.withBearers(spares(t1)) : t1;
        }

        private static List<Bearer> spares(Group group) {
            return group.bearers().stream()
                    .filter(b -> b.standing() == Standing.SPARE)
                    .toList();
        }
    }

    /** Gives a set another name of its own. The name of its device is derived from that in some formats, and changes with it. */
    record Rename(String set, String label) implements Change {
        @Override
        public Group apply(Group t0) throws RefusedException {
            mustHave(t0, set);
            return t0.mapSets(s -> s.name().equals(set) ? s.withLabel(label) : s);
        }
    }

    private static void mustHave(Group group, String set) throws RefusedException {
        if (group.set(set).isEmpty()) {
            throw RefusedException.because("change.no-set", set, "a set of " + group.name(), "see: dmkit show");
        }
    }

    /** Takes a spare or a shut-out disk out of the group and erases its metadata. */
    record Remove(DiskInfo disk) implements Change {
        @Override
        public Group apply(Group t0) throws RefusedException {
            for (RaidSet set : t0.sets()) {
                if (set.member(disk).isPresent()) {
                    throw RefusedException.because(
                            "change.in-use",
                            disk.name() + " is a member",
                            "a spare or a failed disk",
                            "first: dmkit fail " + set.name() + " " + disk.name());
                }
            }
            if (t0.standing(disk).isEmpty()) {
                throw RefusedException.because(
                        "change.no-member", disk.name(), "a disk of " + t0.name(), "see: dmkit show");
            }
            return t0.released(disk);
        }
    }

    /** What the kernel has found out and done by itself, see {@link Observed}. */
    record Observe(UnaryOperator<Group> observation) implements Change {
        @Override
        public Group apply(Group t0) {
            return observation.apply(t0);
        }
    }

    /**
     * Losses by which sets have failed, so that nobody writes to them any more. Marked in the metadata they would be so for good.
     *
     * @param seen the group with them
     */
    record NoteLosses(Group seen) implements Change {
        @Override
        public Group apply(Group t0) {
            return seen;
        }

        @Override
        public boolean isNoted() {
            return true;
        }
    }

    /**
     * Takes back {@link NoteLosses}: members that a set has lost last, all at once, and that are there again.
     *
     * @param told the set as the metadata have it, which know of no loss
     * @param back of its members those that the last loss was
     */
    record Reassemble(RaidSet told, List<DiskInfo> back) implements Change {
        public Reassemble {
            back = List.copyOf(back);
        }

        @Override
        public Group apply(Group t0) throws RefusedException {
            return Reassembly.apply(this, t0);
        }

        @Override
        public boolean isNoted() {
            return true;
        }
    }

    /**
     * Starts sets: those that have a dirty flag are marked open for writing, and members that are absent though the metadata
     * call them in sync are marked failed, because writes will miss them.
     */
    record Open(List<String> sets, boolean degraded, boolean force) implements Change {
        public Open {
            sets = List.copyOf(sets);
        }

        @Override
        public Group apply(Group t0) throws RefusedException {
            Group writable = withoutReadOnly(t0);
            for (RaidSet set : writable.sets()) {
                if (sets.contains(set.name())) {
                    Finding why = t0.blocked().get(set.name());
                    if (why != null) {
                        throw new RefusedException(List.of(why));
                    }
                    mayStart(set);
                }
            }
            Group t1 = writable.mapSets(set -> sets.contains(set.name()) ? open(t0, set) : set);
            boolean marks = t1.sets().stream()
                    .flatMap(RaidSet::leaves)
                    .anyMatch(c -> c instanceof Component.Missing m && m.marked());
            // A disk fails in all volumes at once: what one start marks holds for the others.
            return marks
                    ? t1.mapSets(set -> set.mapLeaves(c -> markIfAbsent(t1, c)).withFallenStripes())
                    : t1;
        }

        /** A member that can't be written would miss all writes: it is as good as absent, and it fails. */
        private Group withoutReadOnly(Group t0) throws RefusedException {
            Optional<Component.Member> member = t0.sets().stream()
                    .filter(s -> sets.contains(s.name()) && s.redundant())
                    .flatMap(RaidSet::members)
                    .filter(m -> m.disk().readOnly())
                    .findFirst();
            if (member.isEmpty()) {
                return t0;
            }
            String disk = member.get().disk().name();
            if (!degraded) {
                throw RefusedException.because(
                        "set.member-read-only",
                        disk + " can't be written",
                        "members that can be written",
                        "let it be written; or go on without it: --degraded");
            }
            Group without = t0.mapSets(set -> set.mapLeaves(
                    c -> c instanceof Component.Member m && m.disk().readOnly() ? c.lost() : c));
            mustStillRun(t0, without);
            return without.shuttingOutMembersOf(t0);
        }

        private void mayStart(RaidSet set) throws RefusedException {
            switch (set.health()) {
                case COMPLETE -> {}
                case FAILED ->
                    throw RefusedException.because(
                            "set.failed", set.name() + " has lost too many members", "more of them", "see: dmkit show");
                case DEGRADED -> {
                    boolean missing = set.leaves().anyMatch(c -> c instanceof Component.Missing m && !m.marked());
                    if (missing && !degraded) {
                        throw RefusedException.because(
                                "set.member-missing",
                                set.name() + " misses a member that its metadata call in sync",
                                "all members",
                                "wait for it; or: dmkit activate " + set.name() + " --degraded");
                    }
                    if (set.level().parity() && set.resync() != RaidSet.Resync.CLEAN && !force) {
                        throw RefusedException.because(
                                "set.dirty-degraded",
                                set.name() + " is degraded and was not stopped cleanly: parity can't be trusted",
                                "a clean stop",
                                "nevertheless: dmkit activate " + set.name() + " --force --degraded");
                    }
                }
            }
        }

        private static RaidSet open(Group group, RaidSet set) {
            RaidSet marked = set.mapLeaves(c -> c instanceof Component.Missing m ? m.lost() : c)
                    .withFallenStripes();
            boolean flag = group.writer().filter(w -> w.abilities().dirtyFlag()).isPresent()
                    && set.redundant()
                    && set.resync() == RaidSet.Resync.CLEAN;
            return flag ? marked.withResync(RaidSet.Resync.DIRTY) : marked;
        }

        private static Component markIfAbsent(Group group, Component c) {
            return c instanceof Component.Missing m
                            && !m.marked()
                            && group.sets().stream()
                                    .flatMap(RaidSet::leaves)
                                    .anyMatch(o -> o instanceof Component.Missing other
                                            && other.marked()
                                            && other.label().equals(m.label()))
                    ? m.lost()
                    : c;
        }
    }

    /** Ends what {@link Open} began: a set that was stopped is clean. */
    record Close(List<String> sets) implements Change {
        public Close {
            sets = List.copyOf(sets);
        }

        @Override
        public Group apply(Group t0) {
            return t0.mapSets(set -> sets.contains(set.name()) && set.resync() == RaidSet.Resync.DIRTY
                    ? set.withResync(RaidSet.Resync.CLEAN)
                    : set);
        }
    }

    /** One change after the other, as one: each of what those before it have made, and all of them or none. */
    record Several(List<Change> changes) implements Change {
        public Several {
            changes = List.copyOf(changes);
        }

        @Override
        public Group apply(Group t0) throws RefusedException {
            Group group = t0;
            for (Change change : changes) {
                group = change.apply(group);
            }
            return group;
        }

        @Override
        public Stream<Change> parts() {
            return changes.stream().flatMap(Change::parts);
        }
    }

    static void mustBeNew(Group group, DiskInfo disk) throws RefusedException {
        if (group.isMember(disk)) {
            throw RefusedException.because(
                    "change.already-member", disk.name(), "a disk that is not in " + group.name(), "");
        }
        if (disk.readOnly()) {
            throw RefusedException.because("change.read-only", disk.name(), "a writable disk", "");
        }
        for (DiskInfo other : group.disks()) {
            if (other.sectorSize() != disk.sectorSize()) {
                throw RefusedException.because(
                        "change.sector-size",
                        disk.name() + " has sectors of " + disk.sectorSize() + " bytes",
                        other.sectorSize() + " as " + other.name() + " has",
                        "");
            }
        }
    }

    private static void mustStillRun(Group t0, Group t1) throws RefusedException {
        for (RaidSet set : t1.sets()) {
            boolean ran = t0.set(set.name())
                    .map(s -> s.health() != RaidSet.Health.FAILED)
                    .orElse(false);
            if (ran && set.health() == RaidSet.Health.FAILED) {
                throw RefusedException.because(
                        "change.not-enough-members",
                        set.name() + " would lose data",
                        "enough members in sync",
                        "replace or rebuild another member first");
            }
        }
    }

    /**
     * Without all its members the parity of a set that is being resynced can't be trusted. The kernel refuses such a set with a
     * hole, and computes a new member from whatever is there.
     */
    private static void mustNotOweResync(Group t0, Group t1) throws RefusedException {
        for (RaidSet set : t0.sets()) {
            boolean changes = t1.set(set.name()).filter(set::equals).isEmpty();
            if (changes && set.level().parity() && set.resync() == RaidSet.Resync.RESYNCING) {
                throw RefusedException.because(
                        "change.resync-owed",
                        set.name() + " is being resynced",
                        "parity that can be trusted",
                        "first: dmkit rebuild " + set.name() + " --wait");
            }
        }
    }
}
