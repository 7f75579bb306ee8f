package org.dmkit.raid.table;

import org.dmkit.raid.model.Level;

/**
 * How the kernel's md knows a level.
 *
 * @param word in the table of the {@code raid} target
 * @param level of md, which the superblock holds; raid4 is level 5 to dm-raid
 * @param layout of md (ALGORITHM_* in drivers/md/raid5.h)
 * @param parity members' worth of redundancy in a stripe
 */
public record Personality(String word, int level, int layout, int parity) {
    /** Throws for the levels that the raid target isn't used for. */
    static Personality of(Level level) {
        return switch (level) {
            case RAID1 -> new Personality("raid1", 1, 0, 0);
            // dm-raid's own "raid4" has the parity first; md's, and DDF's as mdadm writes it, has it last.
            case RAID4_PARITY_FIRST -> new Personality("raid4", 5, 4, 1);
            case RAID4 -> new Personality("raid5_n", 5, 5, 1);
            case RAID5_LEFT_ASYMMETRIC -> new Personality("raid5_la", 5, 0, 1);
            case RAID5_RIGHT_ASYMMETRIC -> new Personality("raid5_ra", 5, 1, 1);
            case RAID5_LEFT_SYMMETRIC -> new Personality("raid5_ls", 5, 2, 1);
            case RAID5_RIGHT_SYMMETRIC -> new Personality("raid5_rs", 5, 3, 1);
            case RAID6_ZERO_RESTART -> new Personality("raid6_zr", 6, 8, 2);
            case RAID6_N_RESTART -> new Personality("raid6_nr", 6, 9, 2);
            case RAID6_N_CONTINUE -> new Personality("raid6_nc", 6, 10, 2);
            case LINEAR, RAID0 -> throw new IllegalArgumentException(level + " has no redundancy");
            case RAID3, RAID1E, RAID5E, RAID5EE -> throw new IllegalArgumentException(level + " can't be mapped");
        };
    }
}
