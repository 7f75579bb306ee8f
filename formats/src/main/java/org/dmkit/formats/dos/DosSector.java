package org.dmkit.formats.dos;

import java.util.function.Predicate;
import org.dmkit.raid.assemble.Block;

/**
 * A sector that holds four entries: the master boot record in sector 0, or a link of the chain in an extended partition.
 * Little-endian, without a checksum.
 *
 * <pre>
 * offset size
 *   0    446  boot code (440), disk signature (4), unused (2)
 * 446    4*16 entries
 * 510      2  signature 55 aa
 *
 * entry
 *   0      1  boot flag: 80 active, 00 not
 *   1      3  first sector as cylinder, head, sector; nobody uses it
 *   4      1  type: 00 empty, 05 0f 85 extended, ee protects a GUID partition table
 *   5      3  last sector, likewise
 *   8      4  first block; of what depends on where the entry stands
 *  12      4  blocks
 * </pre>
 */
record DosSector(Block bytes) {
    static final int ENTRIES = 4;

    private static final int FIRST_ENTRY = 446;
    private static final int ENTRY = 16;
    private static final int SIGNATURE = 510;
    private static final int SECTOR = 512;

    private static final int ACTIVE = 0x80;
    private static final int JUMP_SHORT = 0xeb;
    private static final int JUMP = 0xe9;

    /** An entry; first block and length in logical blocks. */
    record Entry(int flag, int type, long start, long length) {
        private static final int PROTECTIVE = 0xee;

        /** False if it only fills the slot. */
        boolean counts() {
            return type != 0 && start != 0 && length != 0;
        }

        boolean extended() {
            return type == 0x05 || type == 0x0f || type == 0x85;
        }
    }

    /** The first 512 bytes of a logical block. */
    static DosSector of(Block block) {
        return new DosSector(block.slice(0, SECTOR));
    }

    /** @param slot from 0 */
    Entry entry(int slot) {
        int at = FIRST_ENTRY + slot * ENTRY;
        return new Entry(bytes.u8(at), bytes.u8(at + 4), bytes.u32(at + 8), bytes.u32(at + 12));
    }

    boolean signed() {
        return bytes.u16(SIGNATURE) == 0xaa55;
    }

    /** PartitionMagic fills an extended partition without logical ones with this. */
    boolean filledByPartitionMagic() {
        return bytes.u16(SIGNATURE) == 0xf6f6;
    }

    /** True if there is a GUID partition table, or was one. */
    boolean protective() {
        return any(e -> e.type() == Entry.PROTECTIVE);
    }

    /** False if a boot flag has a value that no partition table has: then the signature belongs to something else. */
    boolean flagsMakeSense() {
        return !any(e -> e.flag() != 0 && e.flag() != ACTIVE);
    }

    /** True for the first sector of a FAT, NTFS or exFAT file system, which bears the same signature. */
    boolean fileSystem() {
        boolean jumps = bytes.u8(0) == JUMP_SHORT || bytes.u8(0) == JUMP;
        return jumps
                && (bytes.text(54, 3).equals("FAT")
                        || bytes.text(82, 3).equals("FAT")
                        || bytes.text(3, 4).equals("NTFS")
                        || bytes.text(3, 5).equals("EXFAT"));
    }

    private boolean any(Predicate<Entry> test) {
        for (int slot = 0; slot < ENTRIES; slot++) {
            if (test.test(entry(slot))) {
                return true;
            }
        }
        return false;
    }
}
