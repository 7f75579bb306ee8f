package org.dmkit.formats.ddf1;

import java.util.Optional;
import org.dmkit.raid.model.Level;

/**
 * What a record's level is to the kernel.
 *
 * @param level of the set, or of each BVD of a volume of two levels
 * @param pairs true if it is mapped as a stripe over mirrors of two: RAID 1E on an even number of members
 * @param doubt why it must not be mapped though it may be shown; empty if nothing is against it
 */
record DdfLevel(Level level, boolean pairs, String doubt) {
    static final int STRIPE = 0x00;
    static final int MIRROR = 0x01;
    static final int PARITY = 0x05;

    /** Parity goes left, data go on behind it. */
    static final int N_CONTINUE = 3;

    /** A second level as mdadm writes it: the same as 0 where BVDs are alike. */
    static final int SPANNED = 3;

    private DdfLevel(Level level) {
        this(level, false, "");
    }

    /**
     * The primary level, PRL, and its qualifier, RLQ. Empty for what is not even known.
     *
     * @param adaptec their RAID 5 is left asymmetric, whatever the qualifier says, as dmraid has it
     */
    static Optional<DdfLevel> of(int primary, int qualifier, int members, boolean adaptec) {
        return Optional.ofNullable(
                switch (primary) {
                    case 0x00 -> new DdfLevel(Level.RAID0);
                    case 0x01 -> new DdfLevel(Level.RAID1);
                    case 0x03 -> never(Level.RAID3, "no kernel target spreads bytes as RAID 3 does");
                    case 0x04 ->
                        switch (qualifier) {
                            case 0 -> new DdfLevel(Level.RAID4_PARITY_FIRST);
                            case 1 -> new DdfLevel(Level.RAID4);
                            default ->
                                never(Level.RAID4, "where qualifier " + qualifier + " has the parity is not known");
                        };
                    case 0x05 -> adaptec ? new DdfLevel(Level.RAID5_LEFT_ASYMMETRIC) : raid5(qualifier);
                    case 0x06 ->
                        switch (qualifier) {
                            case 1 -> new DdfLevel(Level.RAID6_ZERO_RESTART);
                            case 2 -> new DdfLevel(Level.RAID6_N_RESTART);
                            case 3 -> new DdfLevel(Level.RAID6_N_CONTINUE);
                            default -> never(Level.RAID6_N_CONTINUE, unknownRotation(qualifier));
                        };
                    case 0x0f, 0x1f -> new DdfLevel(Level.LINEAR);
                    case 0x11 -> raid1e(qualifier, members);
                    case 0x15 -> never(Level.RAID5E, "the kernel has no RAID 5 with the spare's room in it");
                    case 0x25 -> never(Level.RAID5EE, "the kernel has no RAID 5 with the spare's room in it");
                    default -> null;
                });
    }

    /** Only mdadm has no 1; all who have it mean the same. */
    private static DdfLevel raid5(int qualifier) {
        return switch (qualifier) {
            case 0 -> new DdfLevel(Level.RAID5_RIGHT_ASYMMETRIC);
            case 1 -> new DdfLevel(Level.RAID5_RIGHT_SYMMETRIC);
            case 2 -> new DdfLevel(Level.RAID5_LEFT_ASYMMETRIC);
            case 3 -> new DdfLevel(Level.RAID5_LEFT_SYMMETRIC);
            default -> never(Level.RAID5_LEFT_SYMMETRIC, unknownRotation(qualifier));
        };
    }

    private static DdfLevel raid1e(int qualifier, int members) {
        if (qualifier == 0 && members == 2) {
            return new DdfLevel(Level.RAID1);
        }
        if (qualifier == 0 && members % 2 == 0) {
            return new DdfLevel(Level.RAID1, true, "");
        }
        return never(
                Level.RAID1E,
                qualifier == 0
                        ? "on an odd number of members its copies are no set of mirrors"
                        : "mdadm writes its far layout so, others an offset one: nothing tells which");
    }

    private static DdfLevel never(Level level, String doubt) {
        return new DdfLevel(level, false, doubt);
    }

    private static String unknownRotation(int qualifier) {
        return "how qualifier " + qualifier + " turns the parity is not known";
    }

    /** The level above the BVDs, SRL. Striped and spanned are the same where BVDs are alike. */
    static Optional<Level> second(int secondary) {
        return switch (secondary) {
            case 0, 3 -> Optional.of(Level.RAID0);
            case 1 -> Optional.of(Level.RAID1);
            case 2 -> Optional.of(Level.LINEAR);
            default -> Optional.empty();
        };
    }

    /**
     * True if a stripe over such BVDs has one meaning: with several data members the sources don't settle whether one of its
     * chunks is a member's or a whole row.
     */
    boolean stripedPlainly(int members) {
        return (level == Level.RAID1 && !pairs) || members == 1;
    }
}
