package org.dmkit.formats.nvidia;

import org.dmkit.raid.assemble.Block;

/** Makes a changed block valid. */
final class NvidiaChecksum {
    private NvidiaChecksum() {}

    static byte[] valid(byte[] sector) {
        Block block = Block.copyOf(sector).with32(NvidiaMetadata.CHECKSUM, 0);
        int sum = 0;
        for (int at = 0; at < NvidiaMetadata.SIZE; at += 4) {
            sum += block.i32(at);
        }
        return block.with32(NvidiaMetadata.CHECKSUM, -sum).toBytes();
    }
}
