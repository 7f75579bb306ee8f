package org.dmkit.formats.sil;

import org.dmkit.raid.assemble.Block;

/** Makes a changed copy valid. */
final class SilChecksum {
    private SilChecksum() {}

    static byte[] valid(byte[] sector) {
        Block block = Block.copyOf(sector).with16(SilMetadata.CHECKSUM, 0);
        int sum = 0;
        for (int at = 0; at < SilMetadata.COVERED; at += 2) {
            sum += block.u16(at);
        }
        return block.with16(SilMetadata.CHECKSUM, -sum).toBytes();
    }
}
