package org.dmkit.formats.sil;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.assemble.Block;

/**
 * The part of a sector that is the disk's own IDENTIFY data. Of a disk that bears none yet, what is known of it: dmraid and
 * blkid look at the capabilities, dmraid at the size, which must not be larger than the disk.
 */
final class SilIdentify {
    private static final int SERIAL = 0x14;
    private static final int SERIAL_SIZE = 20;
    private static final int MODEL = 0x36;
    private static final int MODEL_SIZE = 40;
    private static final int CAPABILITIES = 0x62;
    private static final int LBA48_SECTORS = 0xc8;
    private static final long MAX_LBA28 = 0x0fff_ffffL;

    private SilIdentify() {}

    /**
     * A sector to lay a set's fields over.
     *
     * @param known blocks by name of disk; the disk's own may be among them
     */
    static SilMetadata of(DiskInfo disk, Map<String, SilMetadata> known) {
        SilMetadata own = known.get(disk.name());
        return own == null ? blank(disk) : own;
    }

    private static SilMetadata blank(DiskInfo disk) {
        return new SilMetadata(Block.zeros(512)
                .with(SERIAL, text(disk.serial(), SERIAL_SIZE))
                .with(MODEL, text(disk.model(), MODEL_SIZE))
                .with16(CAPABILITIES, 0x2f00)
                .with32(SilMetadata.THIS_DISK_SECTORS, Math.min(disk.sectors(), MAX_LBA28))
                .with64(LBA48_SECTORS, disk.sectors()));
    }

    /** ATA has the first character of two in the upper half of a word. */
    private static Block text(String text, int size) {
        byte[] characters = String.format("%-" + size + "." + size + "s", text).getBytes(StandardCharsets.ISO_8859_1);
        Block words = Block.zeros(size);
        for (int at = 0; at < size; at++) {
            words = words.with8(at ^ 1, characters[at]);
        }
        return words;
    }
}
