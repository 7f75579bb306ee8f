package org.dmkit.raid.format;

import java.util.List;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;

/**
 * The difference of two configurations of a group: the one place where they are compared. Sets are matched by the name that they
 * had in T0 ({@link RaidSet#name}), disks by what they are and not by what the kernel calls them ({@link Identity}). What the
 * metadata call a missing disk, and the order in which a group lists its disks and sets, is no difference.
 *
 * @param before T0
 * @param after T1
 * @param events what makes {@code after} of {@code before}, in an order that a writer can fold over: losses, ends, beginnings,
 *     shape, and at last what becomes of disks
 */
public record Delta(Group before, Group after, List<Event> events) {
    public Delta {
        events = List.copyOf(events);
    }

    /**
     * A slot of a set.
     *
     * @param set name of the set at the top of the tree
     * @param leaf number among {@link RaidSet#leaves()}, from 0
     */
    public record Slot(String set, int leaf) {
        /** What stands in it. */
        public Component in(Group group) {
            return group.set(set).orElseThrow().leaves().skip(leaf).findFirst().orElseThrow();
        }
    }

    /** One thing that changes. */
    public sealed interface Event {
        /** A member is out of use, marked so, and nobody takes its place. Formats fail disks, not slots: all that it had go at once. */
        record Lost(DiskInfo disk, List<Slot> slots) implements Event {
            public Lost {
                slots = List.copyOf(slots);
            }
        }

        /** Of missing members that the metadata call in sync it is said that they are missing. */
        record LossRecorded(List<Slot> slots) implements Event {
            public LossRecorded {
                slots = List.copyOf(slots);
            }
        }

        /** A member that was rebuilding is in sync. */
        record RebuildEnded(Slot slot) implements Event {}

        record Deleted(String set) implements Event {}

        /** The disk has the slot from now on, or had it already, and nothing on it is good. */
        record RebuildBegan(Slot slot, DiskInfo disk) implements Event {}

        /** The disk has the slot from now on and is called in sync there, though nothing was copied. */
        record Joined(Slot slot, DiskInfo disk) implements Event {}

        record Created(RaidSet set) implements Event {}

        /** Opened, closed, to be synchronised, synchronised. */
        record ResyncChanged(String set, Resync from, Resync to) implements Event {}

        /** The set has another level, chunk, size, or places on its members; nothing else tells what became of its slots. */
        record Reshaped(RaidSet set) implements Event {}

        record Renamed(String set, String label) implements Event {}

        /** What a disk is to the group, whatever its sets do. */
        sealed interface OfDisk extends Event {
            DiskInfo disk();
        }

        /** The group has the disk from now on, not as a spare. */
        record MemberAdded(DiskInfo disk) implements OfDisk {}

        record SpareAdded(DiskInfo disk) implements OfDisk {}

        /** The disk keeps its metadata but must not be used. */
        record ShutOut(DiskInfo disk) implements OfDisk {}

        /** The group no longer lists the disk, whose metadata are to be erased. */
        record Released(DiskInfo disk) implements OfDisk {}
    }

    /** What makes {@code after} of {@code before}. */
    public static Delta between(Group before, Group after) {
        return new Delta(before, after, Comparison.events(before, after));
    }

    /** The events of one kind. */
    public <E extends Event> Stream<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** True if anything becomes of a set or its members. */
    public boolean changesSets() {
        return !events.stream().allMatch(Event.OfDisk.class::isInstance);
    }

    /** {@code before} with the events done to it, which is {@code after}. */
    public Group replay() {
        return Replay.of(this);
    }

    /** True if a member is called in sync from now on. */
    public boolean claimsSync() {
        return events.stream().anyMatch(event -> switch (event) {
            case Event.RebuildEnded e -> true;
            case Event.Joined e -> true;
            case Event.Created e -> hasMemberInSync(e.set());
            case Event.Reshaped e -> hasMemberInSync(e.set());
            default -> false;
        });
    }

    private static boolean hasMemberInSync(RaidSet set) {
        return set.members().anyMatch(m -> m.state() == Component.State.IN_SYNC);
    }

    /**
     * True if a rebuilt member or a whole set is called in sync from now on: what the kernel has copied, and the last writes
     * before a stop, may still be in caches of the disks, and in one disk's only after a power cut.
     */
    public boolean restoresSync() {
        return events.stream().anyMatch(event -> switch (event) {
            case Event.RebuildEnded e -> true;
            case Event.ResyncChanged e -> e.from() == Resync.RESYNCING || e.to() == Resync.CLEAN;
            default -> false;
        });
    }
}
