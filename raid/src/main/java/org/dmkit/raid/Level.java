package org.dmkit.raid;

/** How a set spreads data over its components. RAID 10, 01 and 50 are sets of sets. */
public enum Level {
    LINEAR,
    RAID0,
    RAID1,
    RAID4,
    RAID5_LEFT_ASYMMETRIC,
    RAID5_RIGHT_ASYMMETRIC,
    RAID5_LEFT_SYMMETRIC,
    RAID5_RIGHT_SYMMETRIC,
    RAID6;

    /** How many of {@code components} may be lost. */
    public int tolerance(int components) {
        return switch (this) {
            case LINEAR, RAID0 -> 0;
            case RAID1 -> components - 1;
            case RAID4, RAID5_LEFT_ASYMMETRIC, RAID5_RIGHT_ASYMMETRIC, RAID5_LEFT_SYMMETRIC, RAID5_RIGHT_SYMMETRIC -> 1;
            case RAID6 -> 2;
        };
    }

    /** True where a lost member can be made anew from the others. */
    public boolean redundant() {
        return this != LINEAR && this != RAID0;
    }

    /** True for the levels with parity, whose degraded form can't be trusted after an unclean stop. */
    public boolean parity() {
        return redundant() && this != RAID1;
    }
}
