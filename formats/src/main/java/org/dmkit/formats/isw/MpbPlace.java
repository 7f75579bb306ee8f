package org.dmkit.formats.isw;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;

/**
 * Where an MPB lies on a disk: its first block (the anchor) in the last block but one, what follows in ascending order
 * right before the anchor, and the migration record in the last block. A block is a sector of the disk.
 *
 * @param unit sectors of 512 bytes in a block: 1, or 8 on disks with 4096-byte sectors
 */
record MpbPlace(long sectors, int unit) {
    static MpbPlace on(DiskInfo disk) {
        return new MpbPlace(disk.sectors(), disk.sectorSize() / 512);
    }

    int blockBytes() {
        return unit * 512;
    }

    /** True if the disk has room for the smallest MPB. */
    boolean exists() {
        return sectors >= 3L * unit && (unit == 1 || unit == 8);
    }

    Extent anchor() {
        return new Extent(sectors - 2L * unit, unit);
    }

    Extent migrationRecord() {
        return new Extent(sectors - unit, unit);
    }

    /** Blocks before the anchor for an MPB of this size. */
    private int extendedBlocks(int size) {
        return Math.max(0, (size + blockBytes() - 1) / blockBytes() - 1);
    }

    boolean fits(int size) {
        return anchor().lba() >= (long) extendedBlocks(size) * unit;
    }

    /** Empty if the anchor holds all. */
    List<Extent> extended(int size) {
        long count = (long) extendedBlocks(size) * unit;
        return count == 0 ? List.of() : List.of(new Extent(anchor().lba() - count, count));
    }

    /** First sector of an MPB of this size. */
    long start(int size) {
        return anchor().lba() - (long) extendedBlocks(size) * unit;
    }

    List<Extent> all(int size) {
        List<Extent> all = new ArrayList<>(extended(size));
        all.add(anchor());
        all.add(migrationRecord());
        return all;
    }

    /** The sector that holds byte {@code offset} of an MPB of this size. */
    long sectorOf(int offset, int size) {
        int block = offset / blockBytes();
        long inBlock = offset % blockBytes() / 512;
        return (block == 0 ? anchor().lba() : start(size) + (block - 1L) * unit) + inBlock;
    }
}
