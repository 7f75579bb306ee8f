package org.dmkit.raid.model;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What somebody wants of a new set; the format's {@link org.dmkit.raid.format.Placement} completes it.
 *
 * @param label the volume's own name
 * @param chunk sectors; empty: what the format's own tools take
 * @param size usable sectors of the whole, which may be rounded down; empty: all that the disks have
 */
public record Wish(String label, Kind kind, OptionalInt chunk, OptionalLong size) {
    /** Levels as people name them; which {@link Level}s they are made of is the format's business. */
    public enum Kind {
        RAID0("0"),
        RAID1("1"),
        RAID5("5"),
        RAID10("10");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /** The kind of this word, {@code 10} or {@code raid10}. */
        public static Optional<Kind> of(String text) {
            for (Kind kind : values()) {
                if (text.equals(kind.word) || text.equalsIgnoreCase("raid" + kind.word)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }

        public boolean redundant() {
            return this != RAID0;
        }

        /** True if data are spread in chunks. */
        public boolean striped() {
            return this != RAID1;
        }

        /** Members' worth of data. */
        public int dataMembers(int members) {
            return switch (this) {
                case RAID0 -> members;
                case RAID1 -> 1;
                case RAID5 -> members - 1;
                case RAID10 -> members / 2;
            };
        }

        /** Without fewer there is no such set. */
        public int leastMembers() {
            return switch (this) {
                case RAID0, RAID1 -> 2;
                case RAID5 -> 3;
                case RAID10 -> 4;
            };
        }

        @Override
        public String toString() {
            return "RAID " + word;
        }
    }
}
