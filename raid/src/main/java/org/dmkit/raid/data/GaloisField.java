package org.dmkit.raid.data;

/** The field of 256 elements that RAID 6 computes in (polynomial 0x11d, generator 2): addition is XOR. */
final class GaloisField {
    private static final int ORDER = 255;
    private static final int[] EXPONENTIAL = new int[2 * ORDER];
    private static final int[] LOGARITHM = new int[ORDER + 1];

    static {
        int value = 1;
        for (int i = 0; i < ORDER; i++) {
            EXPONENTIAL[i] = value;
            EXPONENTIAL[i + ORDER] = value;
            LOGARITHM[value] = i;
            value = value << 1 ^ (value > 127 ? 0x11d : 0);
        }
    }

    private GaloisField() {}

    /** The generator to a power, from 0 to 254. */
    static int power(int exponent) {
        return EXPONENTIAL[exponent];
    }

    static int multiply(int a, int b) {
        return a == 0 || b == 0 ? 0 : EXPONENTIAL[LOGARITHM[a] + LOGARITHM[b]];
    }

    /** {@code a} is not 0. */
    static int inverse(int a) {
        return EXPONENTIAL[ORDER - LOGARITHM[a]];
    }
}
