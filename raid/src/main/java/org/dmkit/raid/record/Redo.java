package org.dmkit.raid.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Image;

/**
 * What a transaction is about to write, kept on the members themselves so that a crash at any point leaves T0 or T1, whole.
 *
 * @param id of the transaction
 * @param sequence rises with every transaction of these members; the newest wins
 * @param onlyForward true for what must not be taken back: a member that the kernel has already dropped
 * @param group name of the group, for people
 * @param members every disk that is written, in a fixed order; and where there is something to note, those that only keep the note
 * @param notes one a group that has lost somebody
 */
public record Redo(UUID id, long sequence, boolean onlyForward, String group, List<Member> members, List<Notes> notes) {
    private static final int SECTOR = 512;

    public Redo {
        members = List.copyOf(members);
        notes = notes.stream().filter(n -> !n.isEmpty()).toList();
    }

    /** What a group's members remember of its losses, in T0 and in T1. */
    public record Notes(Note before, Note after) {
        boolean isEmpty() {
            return before.isEmpty() && after.isEmpty();
        }

        public boolean changes() {
            return !after.losses().equals(before.losses());
        }
    }

    /** A change of groups that have lost nobody. */
    public Redo(UUID id, long sequence, boolean onlyForward, String group, List<Member> members) {
        this(id, sequence, onlyForward, group, members, List.of());
    }

    /** True if there is anything to note. */
    public boolean isNoted() {
        return !notes.isEmpty();
    }

    /** True if these are all of its members. */
    public boolean isWhole(Map<String, Member> present) {
        return present.size() == members.size();
    }

    /** What stands for the index of a member in a copy that lies on none, but in a journal. */
    public int journal() {
        return members.size();
    }

    /** Wraps around, so that no sequence, forged or not, is the last. */
    public boolean isNewerThan(Redo other) {
        return sequence - other.sequence > 0;
    }

    /**
     * One disk of the transaction, only the sectors that differ. Its name is not kept: a copy tells by its index which member it
     * lies on; a disk without a copy is known by serial and size.
     *
     * @param sectors size of the disk
     * @param t0 what was there
     * @param t1 what shall be there: the same extents, in the order of writing
     */
    public record Member(String serial, long sectors, List<Image> t0, List<Image> t1) {
        public Member {
            t0 = List.copyOf(t0);
            t1 = List.copyOf(t1);
            if (!extents(t0).equals(extents(t1))) {
                throw new IllegalArgumentException("T0 and T1 of " + serial + " cover different sectors");
            }
        }

        /**
         * What a record needs of these images: the runs of sectors that differ. Their order stays, so that the sector which makes
         * the others valid is still the last.
         *
         * @param t0 what is there
         * @param t1 what shall be there: the same extents
         */
        public static Member ofDiffering(String serial, long sectors, List<Image> t0, List<Image> t1) {
            var before = new ArrayList<Image>();
            var after = new ArrayList<Image>();
            for (int i = 0; i < t1.size(); i++) {
                byte[] old = t0.get(i).bytes();
                byte[] now = t1.get(i).bytes();
                for (Extent run : differing(old, now)) {
                    long lba = t1.get(i).lba() + run.lba();
                    int from = Math.toIntExact(run.lba()) * SECTOR;
                    int to = Math.toIntExact(run.end()) * SECTOR;
                    before.add(new Image(lba, Arrays.copyOfRange(old, from, to)));
                    after.add(new Image(lba, Arrays.copyOfRange(now, from, to)));
                }
            }
            return new Member(serial, sectors, before, after);
        }

        /** In sectors from the beginning of the image. */
        private static List<Extent> differing(byte[] old, byte[] now) {
            var runs = new ArrayList<Extent>();
            int sectors = now.length / SECTOR;
            for (int from = 0, to; from < sectors; from = to + 1) {
                to = from;
                while (to < sectors
                        && !Arrays.equals(old, to * SECTOR, (to + 1) * SECTOR, now, to * SECTOR, (to + 1) * SECTOR)) {
                    to++;
                }
                if (to > from) {
                    runs.add(new Extent(from, to - from));
                }
            }
            return runs;
        }

        public List<Extent> extents() {
            return extents(t1);
        }

        /** By what it is known. */
        public SerialAndSize disk() {
            return new SerialAndSize(serial, sectors);
        }

        /** True if it is this disk, by what can be told without a copy on it. */
        public boolean isOf(DiskInfo disk) {
            return !serial.isEmpty() && disk().equals(SerialAndSize.of(disk));
        }

        private static List<Extent> extents(List<Image> images) {
            return images.stream().map(Image::extent).toList();
        }
    }

    /** How far a transaction got. */
    public enum State {
        /** Metadata may be anything between T0 and T1. */
        PREPARED(1),
        /** Metadata go back to T0. */
        ABORTED(2),
        /** Nothing is owed any more, or T1 runs without some members. */
        FINISHED(3),
        /** Somebody else has written metadata since: never to be acted upon. */
        VOID(4),
        /** Metadata go on to T1, which has not run: it waits for members that were absent, or for a start. */
        COMPLETING(5);

        private final int code;

        State(int code) {
            this.code = code;
        }

        /** True if metadata may be anything between T0 and T1, and are not on the way back. */
        boolean isOwed() {
            return this == PREPARED || this == COMPLETING;
        }

        int code() {
            return code;
        }

        static Optional<State> of(int code) {
            return Arrays.stream(values()).filter(s -> s.code == code).findFirst();
        }
    }

    /**
     * Where a copy lies.
     *
     * @param member index of the one whose copy it is; see {@link Redo#journal}
     * @param disk name of the disk, or of the journal
     */
    public record Place(int member, String disk, Extent extent) {}

    /** A record and where its copies lie. */
    public record Placed(Redo redo, List<Place> places) {
        public Placed {
            places = List.copyOf(places);
        }

        /** True if it is kept in a journal, and nowhere else. */
        public boolean inJournal() {
            return places.stream().anyMatch(p -> p.member() == redo.journal());
        }
    }
}
