package org.dmkit.formats.asr;

import org.dmkit.raid.assemble.Block;

/**
 * The last sector of a disk.
 *
 * <table>
 *   <caption>Bytes of version 8; all others are zero</caption>
 *   <tr><th>at</th><th>size</th><th>field</th><th>meaning</th></tr>
 *   <tr><td>0x00</td><td>4</td><td>b0idcode</td><td>0x37FC4D1E</td></tr>
 *   <tr><td>0x12</td><td>1</td><td>sb0flags</td><td>flags of the drive</td></tr>
 *   <tr><td>0x13</td><td>1</td><td>jbodEnable</td><td></td></tr>
 *   <tr><td>0x16</td><td>2</td><td>biosInfo</td><td></td></tr>
 *   <tr><td>0x34</td><td>4</td><td>fstrsvrb</td><td>first reserved sector, or 0</td></tr>
 *   <tr><td>0x38</td><td>2</td><td>svBlockStorageTid</td><td></td></tr>
 *   <tr><td>0x3A</td><td>2</td><td>svtid</td><td></td></tr>
 *   <tr><td>0x3F</td><td>1</td><td>resver</td><td>8</td></tr>
 *   <tr><td>0x40</td><td>4</td><td>drivemagic</td><td>identity of the disk: raidmagic of its own line</td></tr>
 *   <tr><td>0x100</td><td>4</td><td>smagic</td><td>"DPTM"</td></tr>
 *   <tr><td>0x104</td><td>4</td><td>raidtbl</td><td>sector of the RAID table</td></tr>
 * </table>
 *
 * @param block 512 bytes, big-endian
 */
record ReservedBlock(Block block) {
    static final int VERSION = 0x3f;
    static final int DRIVE_MAGIC = 0x40;
    static final int TABLE = 0x104;
    static final int SUPPORTED = 8;

    private static final int FIRST_RESERVED = 0x34;
    private static final int STORAGE_TARGET = 0x38;
    private static final int TARGET = 0x3a;
    private static final int ID_CODE = 0x37FC4D1E;
    private static final int SIGNATURE_AT = 0x100;
    private static final int SIGNATURE = 0x4450544D;

    /**
     * Of a disk that had none.
     *
     * @param table sector of the table
     * @param target id of the I2O protocol that the disk's line has
     */
    static ReservedBlock of(int driveMagic, long table, int target) {
        return new ReservedBlock(Block.zeros(512)
                .bigEndian()
                .with32(0, ID_CODE)
                .with32(FIRST_RESERVED, table)
                .with16(STORAGE_TARGET, target | 0x8000)
                .with16(TARGET, target + 1)
                .with8(VERSION, SUPPORTED)
                .with32(DRIVE_MAGIC, driveMagic)
                .with32(SIGNATURE_AT, SIGNATURE)
                .with32(TABLE, table));
    }

    ReservedBlock withDriveMagic(int magic) {
        return new ReservedBlock(block.with32(DRIVE_MAGIC, magic));
    }

    ReservedBlock withTable(long sector) {
        return new ReservedBlock(block.with32(TABLE, sector));
    }

    boolean signed() {
        return block.i32(0) == ID_CODE && block.i32(SIGNATURE_AT) == SIGNATURE;
    }

    int version() {
        return block.u8(VERSION);
    }

    int driveMagic() {
        return block.i32(DRIVE_MAGIC);
    }

    /** Sector of the table. */
    long table() {
        return block.u32(TABLE);
    }
}
