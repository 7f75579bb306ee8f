package org.dmkit.simulation;

import org.jspecify.annotations.Nullable;

/**
 * The levels of the {@code raid} target that are simulated, with md's numbers for them (raid_types in drivers/md/dm-raid.c,
 * layouts in drivers/md/raid5.h).
 */
enum RaidLevel {
    RAID1("raid1", 1, 0, 0, 1),
    /** Two copies of each chunk on neighbouring members. */
    RAID10("raid10", 10, 0x102, 0, 2),
    /** The parity is on the first member. */
    RAID4("raid4", 5, 4, 1, 2),
    RAID5_LEFT_ASYMMETRIC("raid5_la", 5, 0, 1, 2),
    RAID5_RIGHT_ASYMMETRIC("raid5_ra", 5, 1, 1, 2),
    RAID5_LEFT_SYMMETRIC("raid5_ls", 5, 2, 1, 2),
    RAID5_RIGHT_SYMMETRIC("raid5_rs", 5, 3, 1, 2),
    RAID5_PARITY_LAST("raid5_n", 5, 5, 1, 2),
    RAID6_ZERO_RESTART("raid6_zr", 6, 8, 2, 4),
    RAID6_N_RESTART("raid6_nr", 6, 9, 2, 4),
    RAID6_N_CONTINUE("raid6_nc", 6, 10, 2, 4);

    private final String word;
    private final int number;
    private final int layout;
    private final int parities;
    private final int fewestMembers;

    RaidLevel(String word, int number, int layout, int parities, int fewestMembers) {
        this.word = word;
        this.number = number;
        this.layout = layout;
        this.parities = parities;
        this.fewestMembers = fewestMembers;
    }

    /** The level for the kernel's word, or null. */
    static @Nullable RaidLevel of(String word) {
        for (RaidLevel level : values()) {
            if (level.word.equals(word)) {
                return level;
            }
        }
        return null;
    }

    String word() {
        return word;
    }

    int number() {
        return number;
    }

    int layout() {
        return layout;
    }

    /** Members a row that hold parity; 0 for copies. */
    int parities() {
        return parities;
    }

    boolean hasParity() {
        return parities > 0;
    }

    int fewestMembers() {
        return fewestMembers;
    }
}
