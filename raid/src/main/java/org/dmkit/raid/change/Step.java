package org.dmkit.raid.change;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.record.Redo;
import org.dmkit.raid.table.RaidSuperblock;

/** One thing that a transaction does, and the step that undoes it. */
public sealed interface Step {
    /** What takes it back while T0 still runs; empty where nothing needs to be. */
    default Optional<Step> undo() {
        return Optional.empty();
    }

    /** All of a table on one line, for people. */
    private static String lines(Table table) {
        return table.lines().stream().map(Object::toString).collect(Collectors.joining("; "));
    }

    private static String sectors(List<Image> images) {
        return "sectors " + images.stream().map(i -> i.extent().toString()).collect(Collectors.joining(", "));
    }

    /**
     * A device that T1's tables stand on: an offset into a disk.
     *
     * @param readOnly true if nobody shall write to it
     */
    record CreateHelper(DmName name, DmUuid uuid, Table table, boolean readOnly) implements Step {
        /** One that may be written to. */
        public CreateHelper(DmName name, DmUuid uuid, Table table) {
            this(name, uuid, table, false);
        }

        @Override
        public Optional<Step> undo() {
            return Optional.of(new Remove(name));
        }

        @Override
        public String toString() {
            return "create helper " + name + (readOnly ? ", read-only: " : ": ") + lines(table);
        }
    }

    /** A metadata device of the {@code raid} target, in memory. */
    record CreateMetadataDevice(DmName name, DmUuid uuid, RaidSuperblock superblock) implements Step {
        @Override
        public Optional<Step> undo() {
            return Optional.of(new Remove(name));
        }

        @Override
        public String toString() {
            return "create metadata device " + name + " in memory";
        }
    }

    /**
     * Fills the inactive slot of a running device.
     *
     * @param readOnly true if nobody shall write to the device from then on
     */
    record Preload(DmName name, Table table, boolean readOnly) implements Step {
        /** One that may be written to. */
        public Preload(DmName name, Table table) {
            this(name, table, false);
        }

        @Override
        public Optional<Step> undo() {
            return Optional.of(new ClearInactive(name));
        }

        @Override
        public String toString() {
            return "load " + name + (readOnly ? ", read-only: " : ": ") + lines(table);
        }
    }

    /** Empties the inactive slot. */
    record ClearInactive(DmName name) implements Step {
        @Override
        public String toString() {
            return "clear the inactive table of " + name;
        }
    }

    /** Makes durable what the kernel has written on these disks; a member is not in sync before that. */
    record Flush(List<String> disks) implements Step {
        public Flush {
            disks = List.copyOf(disks);
        }

        @Override
        public String toString() {
            return "flush " + String.join(", ", disks);
        }
    }

    /** Puts the redo record on every disk that is written, flushed. */
    record SaveRedo(Redo.Placed placed) implements Step {
        @Override
        public Optional<Step> undo() {
            return Optional.of(new MarkRedo(placed, Redo.State.ABORTED));
        }

        @Override
        public String toString() {
            return "save the redo record on "
                    + placed.places().stream()
                            .map(p -> p.disk() + " at " + p.extent())
                            .collect(Collectors.joining(", "));
        }
    }

    /** Changes the state of every copy of the redo record, flushed. */
    record MarkRedo(Redo.Placed placed, Redo.State state) implements Step {
        @Override
        public String toString() {
            return "mark the redo record " + state.name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Marks a record finished that went forward without some of its members: its T1 runs from now on, see {@link Transition#earlier}. Who
     * can't take the mark keeps nothing from running, because the other members take it.
     */
    record FinishEarlier(Redo.Placed placed) implements Step {
        @Override
        public String toString() {
            return new MarkRedo(placed, Redo.State.FINISHED).toString();
        }
    }

    /**
     * Writes metadata in place on one disk, flushes it and reads it back.
     *
     * @param t0 what was there, to be restored on the way back
     * @param images in the order of writing
     */
    record WriteMetadata(String disk, List<Image> t0, List<Image> images) implements Step {
        public WriteMetadata {
            t0 = List.copyOf(t0);
            images = List.copyOf(images);
        }

        @Override
        public Optional<Step> undo() {
            return Optional.of(new WriteMetadata(disk, images, t0));
        }

        @Override
        public String toString() {
            return "write metadata on " + disk + ": " + sectors(images);
        }
    }

    /**
     * Tells a disk that is lost so, if it answers: that it doesn't is no failure. Comes when all else is done, so that nothing that is
     * taken back has called a member of T0 lost.
     *
     * @param images in the order of writing
     */
    record WriteLost(String disk, List<Image> images) implements Step {
        public WriteLost {
            images = List.copyOf(images);
        }

        @Override
        public String toString() {
            return "tell " + disk + " that it is lost, if it answers: " + sectors(images);
        }
    }

    /** Holds I/O back; with the inactive table loaded. */
    record Suspend(DmName name) implements Step {
        @Override
        public Optional<Step> undo() {
            return Optional.of(new ResumeUnchanged(name));
        }

        @Override
        public String toString() {
            return "suspend " + name;
        }
    }

    /** Lets I/O go on with the table it had. */
    record ResumeUnchanged(DmName name) implements Step {
        @Override
        public String toString() {
            return "resume " + name + " with its old table";
        }
    }

    /** Switches to the preloaded table and lets I/O go on: the point of no return. */
    record Resume(DmName name) implements Step {
        @Override
        public String toString() {
            return "resume " + name;
        }
    }

    /** Suspends and resumes a device of its own, so that nothing has to be loaded or compiled while a set is suspended. */
    record Rehearse() implements Step {
        @Override
        public String toString() {
            return "rehearse suspend and resume";
        }
    }

    /**
     * A device that only T1 has.
     *
     * @param readOnly true if nobody shall write to it
     */
    record Create(DmName name, DmUuid uuid, Table table, boolean readOnly) implements Step {
        /** One that may be written to. */
        public Create(DmName name, DmUuid uuid, Table table) {
            this(name, uuid, table, false);
        }

        @Override
        public Optional<Step> undo() {
            return Optional.of(new Remove(name));
        }

        @Override
        public String toString() {
            return "create " + name + (readOnly ? ", read-only: " : ": ") + lines(table);
        }
    }

    /** A partition of a set; nothing but its table is lost with it. */
    record RemovePartition(DmName name, DmUuid uuid, Table table) implements Step {
        @Override
        public Optional<Step> undo() {
            return Optional.of(new Create(name, uuid, table));
        }

        @Override
        public String toString() {
            return "remove partition " + name;
        }
    }

    /** The device of a set that is deleted; it comes back if its metadata can't be erased. */
    record TakeDown(DmName name, DmUuid uuid, Table table) implements Step {
        @Override
        public Optional<Step> undo() {
            return Optional.of(new Create(name, uuid, table));
        }

        @Override
        public String toString() {
            return "remove " + name;
        }
    }

    /** Tells programs another geometry, as HDIO_GETGEO has it. What it was before can't be asked, so it is not taken back. */
    record SetGeometry(DmName name, int cylinders, int heads, int sectors, long start) implements Step {
        @Override
        public String toString() {
            return "geometry " + name + ": " + cylinders + " cylinders, " + heads + " heads, " + sectors
                    + " sectors, start " + start;
        }
    }

    /** A device that only T0 had. */
    record Remove(DmName name) implements Step {
        @Override
        public String toString() {
            return "remove " + name;
        }
    }
}
