package org.dmkit.raid.model;

/**
 * How a set spreads data over its components. RAID 10, 01 and 50 are sets of sets. The rotations of parity are named as SNIA
 * does and as the kernel's raid target does.
 */
public enum Level {
    LINEAR,
    RAID0,
    RAID1,
    /** Parity on the last member, as md's level 4 has it. */
    RAID4,
    /** Parity on the first member. */
    RAID4_PARITY_FIRST,
    RAID5_LEFT_ASYMMETRIC,
    RAID5_RIGHT_ASYMMETRIC,
    RAID5_LEFT_SYMMETRIC,
    RAID5_RIGHT_SYMMETRIC,
    RAID6_ZERO_RESTART,
    RAID6_N_RESTART,
    RAID6_N_CONTINUE,
    /** Bytes spread over the members, parity on one: no kernel target lays data out so. */
    RAID3,
    /** Each chunk twice, on neighbours or a row apart, where no set of mirrors does the same: not mapped. */
    RAID1E,
    /** RAID 5 with the spare's room at the end of all members, or (EE) spread over them: not mapped. */
    RAID5E,
    RAID5EE;

    /** How many of {@code components} may be lost. */
    public int tolerance(int components) {
        return switch (this) {
            case LINEAR, RAID0 -> 0;
            case RAID1 -> components - 1;
            case RAID3,
                    RAID4,
                    RAID4_PARITY_FIRST,
                    RAID5_LEFT_ASYMMETRIC,
                    RAID5_RIGHT_ASYMMETRIC,
                    RAID5_LEFT_SYMMETRIC,
                    RAID5_RIGHT_SYMMETRIC,
                    RAID5E,
                    RAID5EE,
                    RAID1E -> 1;
            case RAID6_ZERO_RESTART, RAID6_N_RESTART, RAID6_N_CONTINUE -> 2;
        };
    }

    /** True where a lost member can be made anew from the others. */
    public boolean redundant() {
        return this != LINEAR && this != RAID0;
    }

    /** True for the levels with parity, whose degraded form can't be trusted after an unclean stop. */
    public boolean parity() {
        return redundant() && this != RAID1 && this != RAID1E;
    }

    /** True if the parity can stand two losses. */
    public boolean doubleParity() {
        return switch (this) {
            case RAID6_ZERO_RESTART, RAID6_N_RESTART, RAID6_N_CONTINUE -> true;
            default -> false;
        };
    }

    /** False for what no target of the kernel lays out: a set of it is shown and never started. */
    public boolean mappable() {
        return switch (this) {
            case RAID3, RAID1E, RAID5E, RAID5EE -> false;
            default -> true;
        };
    }
}
