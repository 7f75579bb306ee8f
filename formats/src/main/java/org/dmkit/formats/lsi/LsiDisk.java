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
 * <tr><td>8</td><td>1</td><td>flags</td><td>2 gone; any other is as bad for dmraid</td></tr>
 * </table>
 */
record LsiDisk(Block block) {
    private static final int NOBODY = 0xff;

    /** Sectors; where a disk is too large for 32 bits, the most that fits them. */
    long diskSectors() {
        return block.u32(2);
    }

    int diskNumber() {
        return block.u8(6);
    }

    int raidNumber() {
        return block.u8(7);
    }

    boolean lost() {
        return block.u8(0) == NOBODY || block.u8(8) != 0;
    }
}
