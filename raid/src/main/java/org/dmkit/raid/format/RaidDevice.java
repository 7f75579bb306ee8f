package org.dmkit.raid.format;

import org.dmkit.raid.assemble.Membership;

/**
 * A disk as {@code dmraid -r} lists it: by its own metadata alone, before any set is put together. It serves the
 * dmraid-compatible command only; decisions stand on {@link Membership}.
 *
 * @param set the set it says it is in, of a stacked set the lowest; the name of the group for formats with several volumes
 * @param sectors that dmraid takes as usable
 * @param offset first data sector
 * @param stride of its set as dmraid shows it, which rounds the sizes of sets down to it, those of mirrors too; 0 if the format
 *     has none
 */
public record RaidDevice(String set, Type type, Status status, long sectors, long offset, int stride) {
    /** A disk of a set without a stride, or of a group. */
    public RaidDevice(String set, Type type, Status status, long sectors, long offset) {
        this(set, type, status, sectors, offset, 0);
    }

    /** The same disk in a set with this stride. */
    public RaidDevice withStride(int newStride) {
        return new RaidDevice(set, type, status, sectors, offset, newStride);
    }

    /** The same disk as what it is in truth. */
    public RaidDevice withType(Type newType) {
        return new RaidDevice(set, newType, status, sectors, offset, stride);
    }

    /** The stride of metadata that keep its binary logarithm, 0 for none. */
    public static int strideOf(int shift) {
        return shift > 0 && shift < Integer.SIZE - 1 ? 1 << shift : 0;
    }

    /** dmraid's words for what a disk, or a set, is. */
    public enum Type {
        /** Member of a group of sets (isw, ddf1), not of one set. */
        GROUP("GROUP"),
        SPARE("spare"),
        LINEAR("linear"),
        STRIPE("stripe"),
        MIRROR("mirror"),
        RAID4("raid4"),
        RAID5_LEFT_SYMMETRIC("raid5_ls"),
        RAID5_RIGHT_SYMMETRIC("raid5_rs"),
        RAID5_LEFT_ASYMMETRIC("raid5_la"),
        RAID5_RIGHT_ASYMMETRIC("raid5_ra"),
        RAID6("raid6"),
        UNKNOWN("unknown");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** dmraid's words and numbers for how it stands. */
    public enum Status {
        OK("ok", 16),
        BROKEN("broken", 2),
        INCONSISTENT("inconsistent", 4),
        NOSYNC("nosync", 8),
        SETUP("setup", 32),
        UNKNOWN("unknown", 1);

        private final String word;
        private final int number;

        Status(String word, int number) {
            this.word = word;
            this.number = number;
        }

        public int number() {
            return number;
        }

        public String word() {
            return word;
        }
    }
}
