package org.dmkit.formats.pdc;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;

/**
 * Where blocks lie. Writers of today put the first 63 sectors before the end; old BIOSes 63 sectors before the end of the last
 * full cylinder of whatever geometry they believed in, or near the limit of 28 bits.
 */
final class PdcPlace {
    /** Sectors of a block. */
    static final int SECTORS = 4;
    /** Sectors from one block of a disk to the next. */
    private static final int STEP = 14;
    /** Blocks that a disk may have. */
    private static final int BLOCKS = 4;
    /** Sectors before the end of the disk, in dmraid's order: the first that bears a signature is the place. */
    private static final int[] FROM_END = {63, 255, 256, 16, 399, 591, 675, 735, 974, 991, 911, 951};
    /** Sector, last of all. */
    private static final long FROM_START = 268435377;

    private PdcPlace() {}

    /** Where a disk gets its first block. */
    static long ofNew(DiskInfo disk) {
        return disk.sectors() - FROM_END[0];
    }

    /** What to read first: the places of the first block, and those behind the usual one. */
    static List<Extent> anchors(DiskInfo disk) {
        var places = new ArrayList<Extent>();
        add(places, disk, ofNew(disk));
        if (!places.isEmpty()) {
            places.addAll(from(places.removeFirst(), disk));
        }
        candidates(disk).stream().filter(c -> !places.contains(c)).forEach(places::add);
        return places;
    }

    /** The places of the first block, in order. */
    static List<Extent> candidates(DiskInfo disk) {
        var places = new ArrayList<Extent>();
        for (int fromEnd : FROM_END) {
            add(places, disk, disk.sectors() - fromEnd);
        }
        add(places, disk, FROM_START);
        return places;
    }

    private static void add(List<Extent> places, DiskInfo disk, long lba) {
        if (lba > 0 && lba + SECTORS <= disk.sectors()) {
            places.add(new Extent(lba, SECTORS));
        }
    }

    /** The first block and all that may follow it on this disk. */
    static List<Extent> from(Extent first, DiskInfo disk) {
        var places = new ArrayList<Extent>();
        for (int i = 0; i < BLOCKS; i++) {
            add(places, disk, first.lba() + (long) STEP * i);
        }
        return places;
    }
}
