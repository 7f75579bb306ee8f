package org.dmkit.formats.nvidia;

import org.dmkit.formats.CaseDisks;
import org.dmkit.raid.spi.Block;

/** Changes of blocks in a case, with the checksum made good. */
final class NvidiaSectors {
    private NvidiaSectors() {}

    static byte[] valid(byte[] sector) {
        Block block = Block.copyOf(sector).with32(NvidiaMetadata.CHECKSUM, 0);
        int sum = 0;
        for (int at = 0; at < NvidiaMetadata.SIZE; at += 4) {
            sum += block.i32(at);
        }
        return block.with32(NvidiaMetadata.CHECKSUM, -sum).toBytes();
    }

    /** Bytes at {@code offset} of the block of each of these disks. */
    static void set(CaseDisks c, String disks, int offset, int... bytes) {
        for (String disk : disks.split(" ")) {
            long lba = c.disk(disk).sectors() - 2;
            c.put(disk, lba, valid(CaseDisks.with(c.sector(disk, lba), offset, bytes)));
        }
    }

    static void erase(CaseDisks c, String disk) {
        c.put(disk, c.disk(disk).sectors() - 2, new byte[512]);
    }
}
