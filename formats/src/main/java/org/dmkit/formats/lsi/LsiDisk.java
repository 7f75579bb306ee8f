package org.dmkit.formats.lsi;

import org.dmkit.raid.assemble.Block;

/**
 * The entry of a disk.
 *
 * <table>
 * <caption>Offsets in bytes</caption>
 * <tr><th>offset</th><th>size</th><th>name</th><th>meaning</th></tr>
 * <tr><td>0</td><td>1</td><td>device</td><td>bit 0 slave, bit 4 second channel; 0xff nobody</td></tr>
 * <tr><td>1</td><td>1</td><td></td><td>0x10</td></tr>
 * <tr><td>2</td><td>4</td><td>disk_sectors</td><td>used of the disk, in whole chunks</td></tr>
 * <tr><td>6</td><td>1</td><td>disk_number</td><td>its own number in its set</td></tr>
 * <tr><td>7</td><td>1</td><td>raid_number</td><td>the number of its set</td></tr>
 * <tr><td>8</td><td>1</td><td>flags</td><td>2 gone; any other is as bad for dmraid; ours: 4 beside it, present and being rebuilt</td></tr>
 * </table>
 */
record LsiDisk(Block block) {
    static final int DEVICE = 0;
    static final int SECTORS = 2;
    static final int FLAGS = 8;
    static final int GONE = 2;
    /** Of ours, and only beside {@link #GONE}: to whoever doesn't know it the disk is gone. */
    static final int REBUILDING = GONE | 4;

    static final int NOBODY = 0xff;
    /** What the vendor's sizes are a multiple of. */
    private static final int ROUNDED_TO = 128;

    /** Sectors; where a disk is too large for 32 bits, the most that fits them. */
    long diskSectors() {
        return block.u32(SECTORS);
    }

    int diskNumber() {
        return block.u8(6);
    }

    int raidNumber() {
        return block.u8(7);
    }

    boolean lost() {
        return block.u8(DEVICE) == NOBODY || block.u8(FLAGS) != 0;
    }

    boolean rebuilding() {
        return block.u8(DEVICE) != NOBODY && block.u8(FLAGS) == REBUILDING;
    }

    /** True of a size that is no vendor's: it is what is used, while dmraid maps all of a vendor's disk. */
    boolean exact() {
        return isExact(diskSectors());
    }

    static boolean isExact(long sectors) {
        return sectors % ROUNDED_TO != 0 && sectors <= 0xffff_ffffL;
    }
}
