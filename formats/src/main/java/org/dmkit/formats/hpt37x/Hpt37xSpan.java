package org.dmkit.formats.hpt37x;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dmkit.blockio.Extent;

/**
 * Where a span keeps its data. All agree that it starts at sector 0 of the first disk and at 10 of the others; how many sectors
 * at the end are left out is not settled. The size of the whole tells which reading is right; where none fits (sizes above
 * 2^32-1 can't be told) it is dmraid's.
 */
enum Hpt37xSpan {
    /** Each to its end. */
    DMRAID(0, 10),
    /** Linux 2.4: all but the last sector. */
    LINUX_2_4(1, 11),
    /** The vendor's: eleven less of each disk. */
    VENDOR(11, 11);

    private final long lessOfFirst;
    private final long lessOfOthers;

    Hpt37xSpan(long lessOfFirst, long lessOfOthers) {
        this.lessOfFirst = lessOfFirst;
        this.lessOfOthers = lessOfOthers;
    }

    /** The reading that gives {@code total} sectors on disks of these sizes, in order; none if the list is empty. */
    static List<Hpt37xSpan> fitting(long total, List<Long> disks) {
        return Arrays.stream(values())
                .filter(v -> IntStream.range(0, disks.size())
                                .mapToLong(i -> v.length(i, disks.get(i)))
                                .sum()
                        == total)
                .toList();
    }

    /** The data of the disk at this place. */
    Extent data(int place, long diskSectors) {
        return new Extent(place == 0 ? 0 : Hpt37xSet.HIDDEN, Math.max(1, length(place, diskSectors)));
    }

    private long length(int place, long diskSectors) {
        return diskSectors - (place == 0 ? lessOfFirst : lessOfOthers);
    }
}
