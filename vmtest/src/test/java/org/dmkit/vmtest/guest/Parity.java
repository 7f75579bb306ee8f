package org.dmkit.vmtest.guest;

/**
 * Where a stripe of a parity level keeps what. Slots and rows count from 0. The algorithms are those that md's raid5.h and
 * raid5.c name (drivers/md), the one for DDF restarts the data at each stripe.
 */
enum Parity {
    /** Always in the first slot (ALGORITHM_PARITY_0). */
    FIRST(1),
    /** Always in the last slot (ALGORITHM_PARITY_N). */
    LAST(1),
    LEFT_ASYMMETRIC(1),
    RIGHT_ASYMMETRIC(1),
    LEFT_SYMMETRIC(1),
    RIGHT_SYMMETRIC(1),
    /** P goes right from the first slot, Q follows it (ALGORITHM_ROTATING_ZERO_RESTART). */
    ZERO_RESTART(2),
    /** P goes left from the last slot but one, Q follows it (ALGORITHM_ROTATING_N_RESTART). */
    N_RESTART(2),
    /** P goes left from the last slot, Q is before it, data follow P (ALGORITHM_ROTATING_N_CONTINUE). */
    N_CONTINUE(2);

    private static final int GALOIS_POLYNOMIAL = 0x11d;

    /** Parity chunks in a stripe. */
    final int chunks;

    Parity(int chunks) {
        this.chunks = chunks;
    }

    /** The slot of P. */
    int p(long row, int slots) {
        int turn = Math.toIntExact(row % slots);
        return switch (this) {
            case FIRST -> 0;
            case LAST -> slots - 1;
            case LEFT_ASYMMETRIC, LEFT_SYMMETRIC, N_CONTINUE -> slots - 1 - turn;
            case RIGHT_ASYMMETRIC, RIGHT_SYMMETRIC, ZERO_RESTART -> turn;
            case N_RESTART -> slots - 1 - Math.toIntExact((row + 1) % slots);
        };
    }

    /** The slot of Q; -1 where there is none. */
    int q(long row, int slots) {
        return switch (this) {
            case ZERO_RESTART, N_RESTART -> (p(row, slots) + 1) % slots;
            case N_CONTINUE -> (p(row, slots) + slots - 1) % slots;
            default -> -1;
        };
    }

    /** The slot of the stripe's data chunk {@code index}. */
    int data(long row, int slots, int index) {
        return switch (this) {
            case LEFT_SYMMETRIC, RIGHT_SYMMETRIC, N_CONTINUE -> (p(row, slots) + 1 + index) % slots;
            default -> {
                int slot = -1;
                for (int left = index; left >= 0; ) {
                    slot++;
                    left -= slot == p(row, slots) || slot == q(row, slots) ? 0 : 1;
                }
                yield slot;
            }
        };
    }

    /** Which data chunk of the stripe lies in {@code slot}; -1 for parity. */
    int index(long row, int slots, int slot) {
        for (int index = 0; index < slots - chunks; index++) {
            if (data(row, slots, index) == slot) {
                return index;
            }
        }
        return -1;
    }

    /** {@code byte * 2^power} in the field of RAID 6. In DDF's layouts the power of a chunk is the number of its slot. */
    static int times(int value, int power) {
        int result = value & 0xff;
        for (int i = 0; i < power; i++) {
            result <<= 1;
            result ^= result > 0xff ? GALOIS_POLYNOMIAL : 0;
        }
        return result;
    }
}
