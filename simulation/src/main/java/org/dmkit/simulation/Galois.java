package org.dmkit.simulation;

/** Arithmetic of RAID 6 (H. Peter Anvin, The mathematics of RAID-6): GF(2^8), polynomial 0x11d, generator 2. */
final class Galois {
    private static final byte[] EXP = new byte[510];
    private static final int[] LOG = new int[256];

    static {
        int x = 1;
        for (int i = 0; i < 255; i++) {
            EXP[i] = (byte) x;
            EXP[i + 255] = (byte) x;
            LOG[x] = i;
            x <<= 1;
            if (x > 255) {
                x ^= 0x11d;
            }
        }
    }

    private Galois() {}

    /** The generator to a power that may be negative. */
    static byte power(int exponent) {
        return EXP[Math.floorMod(exponent, 255)];
    }

    static byte inverse(byte a) {
        return EXP[255 - LOG[a & 0xff]];
    }

    static byte multiply(byte a, byte b) {
        return a == 0 || b == 0 ? 0 : EXP[LOG[a & 0xff] + LOG[b & 0xff]];
    }

    /** {@code sum += factor * block}. */
    static void addMultiple(byte[] sum, byte factor, byte[] block) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] ^= multiply(factor, block[i]);
        }
    }

    static void add(byte[] sum, byte[] block) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] ^= block[i];
        }
    }
}
