package org.dmkit.formats.lsi;

import org.dmkit.raid.assemble.Block;

/**
 * The entry of a set.
 *
 * <table>
 * <caption>Offsets in bytes</caption>
 * <tr><th>offset</th><th>size</th><th>name</th><th>meaning</th></tr>
 * <tr><td>0</td><td>1</td><td>type</td><td>1 RAID0, 2 RAID1, 3 RAID10; 8 is a spare or a concatenation, nobody knows</td></tr>
 * <tr><td>1</td><td>1</td><td></td><td>0x10</td></tr>
 * <tr><td>2</td><td>2</td><td>stripe_sectors</td><td>chunk</td></tr>
 * <tr><td>4</td><td>1</td><td>array_width</td><td>data disks of a stripe</td></tr>
 * <tr><td>5</td><td>1</td><td>disk_count</td><td></td></tr>
 * <tr><td>6</td><td>1</td><td>config_offset</td><td>byte of its first disk's entry in the sector</td></tr>
 * <tr><td>8</td><td>1</td><td>flags</td><td>2 degraded</td></tr>
 * <tr><td>9</td><td>4</td><td>total_sectors</td><td></td></tr>
 * </table>
 */
record LsiRaid(Block block) {
    static final int RAID0 = 1;
    static final int RAID1 = 2;
    static final int RAID10 = 3;
    static final int FLAGS = 8;
    static final int DEGRADED = 2;

    int type() {
        return block.u8(0);
    }

    int stripeSectors() {
        return block.u16(2);
    }

    int arrayWidth() {
        return block.u8(4);
    }

    int diskCount() {
        return block.u8(5);
    }

    int configOffset() {
        return block.u8(6);
    }

    boolean degraded() {
        return (block.u8(FLAGS) & DEGRADED) != 0;
    }

    /** What the width has to be for this type and number of disks; -1 for a type that nobody knows for certain. */
    int expectedWidth() {
        return switch (type()) {
            case RAID0 -> diskCount();
            case RAID1 -> 1;
            case RAID10 -> diskCount() / 2;
            default -> -1;
        };
    }
}
