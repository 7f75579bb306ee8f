package org.dmkit.formats.gpt;

import java.util.zip.CRC32;
import org.dmkit.raid.assemble.Block;

/**
 * A header, in the second block of the set and again in the last. Little-endian; addresses in logical blocks.
 *
 * <pre>
 * offset size
 *   0     8  "EFI PART"
 *   8     4  revision, 00010000
 *  12     4  header_size, 92 to a block
 *  16     4  header_crc32, over header_size bytes with this field zero
 *  20     4  zero
 *  24     8  my_lba
 *  32     8  alternate_lba, of the other header
 *  40     8  first_usable_lba
 *  48     8  last_usable_lba
 *  56    16  disk GUID
 *  72     8  partition_entry_lba
 *  80     4  num_partition_entries
 *  84     4  sizeof_partition_entry, 128 times a power of two
 *  88     4  partition_entry_array_crc32, over all entries
 * </pre>
 */
record GptHeader(Block block) {
    static final int HEADER_SIZE = 12;
    static final int MIN_SIZE = 92;

    private static final String SIGNATURE = "EFI PART";
    private static final int HEADER_CRC = 16;

    boolean signed() {
        return block.text(0, SIGNATURE.length()).equals(SIGNATURE);
    }

    long size() {
        return block.u32(HEADER_SIZE);
    }

    long checksum() {
        return block.u32(HEADER_CRC);
    }

    /** What the checksum should be; the size is known to fit. */
    long computedChecksum() {
        return crc(block.slice(0, (int) size()).with32(HEADER_CRC, 0));
    }

    long myLba() {
        return block.i64(24);
    }

    long alternateLba() {
        return block.i64(32);
    }

    long firstUsable() {
        return block.i64(40);
    }

    long lastUsable() {
        return block.i64(48);
    }

    long entriesLba() {
        return block.i64(72);
    }

    long entryCount() {
        return block.u32(80);
    }

    long entrySize() {
        return block.u32(84);
    }

    long entriesChecksum() {
        return block.u32(88);
    }

    static long crc(Block bytes) {
        var crc = new CRC32();
        crc.update(bytes.toBytes());
        return crc.getValue();
    }
}
