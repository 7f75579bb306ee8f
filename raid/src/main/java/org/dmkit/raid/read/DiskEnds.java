package org.dmkit.raid.read;

import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;

/** What is read at both ends of each disk whatever the formats want. */
public final class DiskEnds {
    /** Sectors at the end. */
    public static final int TAIL = 128;

    /** Sectors at the beginning. */
    public static final int HEAD = 34;

    private DiskEnds() {}

    /** The last {@link #TAIL} sectors; all of a smaller disk. */
    public static Extent tailOf(DiskInfo disk) {
        long count = Math.min(TAIL, disk.sectors());
        return new Extent(disk.sectors() - count, count);
    }

    /** The first {@link #HEAD} sectors; all of a smaller disk. */
    public static Extent headOf(DiskInfo disk) {
        return new Extent(0, Math.min(HEAD, disk.sectors()));
    }
}
