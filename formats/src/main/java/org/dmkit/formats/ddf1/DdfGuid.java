package org.dmkit.formats.ddf1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.dmkit.raid.assemble.Block;

/** The 24 bytes that name containers, controllers, disks and volumes. */
final class DdfGuid {
    static final int LENGTH = 24;

    /** Eight characters, as the T10 has them. */
    static final String VENDOR = "DMKIT   ";

    /** Type of a controller that there is none of, as mdadm has it. */
    static final long NO_CONTROLLER = 0xdead_beefL << 32;

    private static final int STABLE = 20;

    private DdfGuid() {}

    /**
     * Ours: the vendor, then two numbers.
     *
     * @param time seconds since 1980, the upper half of the second number of volumes and containers
     */
    static Block made(long first, long time, long lot) {
        byte[] guid = ByteBuffer.allocate(LENGTH)
                .put(VENDOR.getBytes(StandardCharsets.US_ASCII))
                .putLong(first)
                .putInt((int) time)
                .putInt((int) lot)
                .array();
        return Block.copyOf(guid);
    }

    /** All ones: a free or deleted entry. */
    static boolean free(Block guid) {
        return ones(guid, 0);
    }

    /** Adaptec writes the last four bytes in one place and leaves them all ones in another. */
    static boolean same(Block a, Block b) {
        return a.equals(b) || (a.slice(0, STABLE).equals(b.slice(0, STABLE)) && (ones(a, STABLE) || ones(b, STABLE)));
    }

    private static boolean ones(Block guid, int from) {
        for (int i = from; i < LENGTH; i++) {
            if (guid.u8(i) != 0xff) {
                return false;
            }
        }
        return true;
    }
}
