package org.dmkit.simulation;

/**
 * Where a row has its parity and its data (raid5_compute_sector in drivers/md/raid5.c).
 *
 * @param p slot of the parity
 * @param q slot of the second parity, or -1
 */
record ParityLayout(RaidLevel level, int members, int p, int q) {
    static ParityLayout of(RaidLevel level, int members, long row) {
        int turn = (int) (row % members);
        int last = members - 1;
        return switch (level) {
            case RAID4 -> new ParityLayout(level, members, 0, -1);
            case RAID5_PARITY_LAST -> new ParityLayout(level, members, last, -1);
            case RAID5_LEFT_ASYMMETRIC, RAID5_LEFT_SYMMETRIC -> new ParityLayout(level, members, last - turn, -1);
            case RAID5_RIGHT_ASYMMETRIC, RAID5_RIGHT_SYMMETRIC -> new ParityLayout(level, members, turn, -1);
            case RAID6_ZERO_RESTART -> new ParityLayout(level, members, turn, (turn + 1) % members);
            case RAID6_N_RESTART -> {
                int p = last - (int) ((row + 1) % members);
                yield new ParityLayout(level, members, p, (p + 1) % members);
            }
            case RAID6_N_CONTINUE -> new ParityLayout(level, members, last - turn, (last - turn + last) % members);
            case RAID1, RAID10 -> throw new IllegalArgumentException(level + " has no parity");
        };
    }

    /** The slot of a row's data chunk. */
    int data(int index) {
        return switch (level) {
            case RAID5_LEFT_SYMMETRIC, RAID5_RIGHT_SYMMETRIC, RAID6_N_CONTINUE -> (p + 1 + index) % members;
            default -> {
                int slot = index;
                int low = q < 0 ? p : Math.min(p, q);
                int high = q < 0 ? members : Math.max(p, q);
                slot += slot >= low ? 1 : 0;
                slot += slot >= high ? 1 : 0;
                yield slot;
            }
        };
    }
}
