package org.dmkit.cli;

import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;

/**
 * What a level is called. A set of sets has a name of its own: RAID 1 below RAID 0 is RAID 10.
 *
 * @param text for people
 * @param word for programs, as device-mapper's {@code raid} target spells it where it has the level
 */
record LevelName(String text, String word) {
    static LevelName of(RaidSet set) {
        LevelName own = of(set.level());
        return set.components().stream()
                .filter(Component.Subset.class::isInstance)
                .map(c -> ((Component.Subset) c).set().level())
                .findFirst()
                .map(below -> stacked(set.level(), own, below))
                .orElse(own);
    }

    private static LevelName stacked(Level top, LevelName own, Level below) {
        LevelName lower = of(below);
        if (top == Level.RAID0 && below == Level.RAID1) {
            return new LevelName("RAID 10", "raid10");
        }
        if (top == Level.RAID1 && below == Level.RAID0) {
            return new LevelName("RAID 01", "raid01");
        }
        return new LevelName(own.text() + " over " + lower.text(), own.word() + "+" + lower.word());
    }

    static LevelName of(Level level) {
        return switch (level) {
            case LINEAR -> new LevelName("linear", "linear");
            case RAID0 -> new LevelName("RAID 0", "raid0");
            case RAID1 -> new LevelName("RAID 1", "raid1");
            case RAID4 -> new LevelName("RAID 4", "raid5_n");
            case RAID4_PARITY_FIRST -> new LevelName("RAID 4", "raid4");
            case RAID5_LEFT_ASYMMETRIC -> new LevelName("RAID 5", "raid5_la");
            case RAID5_RIGHT_ASYMMETRIC -> new LevelName("RAID 5", "raid5_ra");
            case RAID5_LEFT_SYMMETRIC -> new LevelName("RAID 5", "raid5_ls");
            case RAID5_RIGHT_SYMMETRIC -> new LevelName("RAID 5", "raid5_rs");
            case RAID6_ZERO_RESTART -> new LevelName("RAID 6", "raid6_zr");
            case RAID6_N_RESTART -> new LevelName("RAID 6", "raid6_nr");
            case RAID6_N_CONTINUE -> new LevelName("RAID 6", "raid6_nc");
            case RAID3 -> new LevelName("RAID 3", "raid3");
            case RAID1E -> new LevelName("RAID 1E", "raid1e");
            case RAID5E -> new LevelName("RAID 5E", "raid5e");
            case RAID5EE -> new LevelName("RAID 5EE", "raid5ee");
        };
    }
}
