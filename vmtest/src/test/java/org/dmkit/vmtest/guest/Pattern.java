package org.dmkit.vmtest.guest;

import java.nio.ByteBuffer;

/** Bytes that no two sectors, sets or rounds have in common: each sector begins with its number. */
final class Pattern {
    private static final long ODD = 0x9e3779b97f4a7c15L;

    private Pattern() {}

    static Shape.Content of(long seed) {
        return sector -> {
            ByteBuffer bytes = ByteBuffer.allocate(Shape.SECTOR);
            bytes.putLong(sector);
            long state = (seed + 1) * ODD ^ Long.rotateLeft(sector * ODD, 31);
            while (bytes.hasRemaining()) {
                state += ODD;
                long mixed = (state ^ state >>> 29) * ODD;
                bytes.putLong(mixed ^ mixed >>> 32);
            }
            return bytes.array();
        };
    }
}
