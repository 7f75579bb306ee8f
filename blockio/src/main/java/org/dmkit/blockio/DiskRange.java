package org.dmkit.blockio;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/** What all disks check before they read or write. */
final class DiskRange {
    private DiskRange() {}

    /** Refuses what lies outside the disk (EINVAL): a length field on a disk may ask for anything. */
    static void check(String call, DiskInfo disk, long lba, MemorySegment segment) throws IOException {
        long bytes = segment.byteSize();
        if (bytes % SectorBuffer.SECTOR != 0) {
            throw new IllegalArgumentException("not whole sectors: " + bytes + " bytes");
        }
        if (!isInside(disk, lba, bytes)) {
            long count = bytes / SectorBuffer.SECTOR;
            throw new KernelException(
                    call, disk.name() + " sector " + lba + "+" + count + " of " + disk.sectors(), Errno.EINVAL);
        }
    }

    static boolean isInside(DiskInfo disk, long lba, long bytes) {
        long count = bytes / SectorBuffer.SECTOR;
        return lba >= 0 && count <= disk.sectors() && lba <= disk.sectors() - count;
    }

    /** Like {@link #check}, and refuses a disk that was opened for reading only (EROFS). */
    static void checkWrite(DiskInfo disk, boolean writable, long lba, MemorySegment segment) throws IOException {
        check("pwrite", disk, lba, segment);
        if (!writable) {
            throw failure("pwrite", disk, lba, Errno.EROFS);
        }
    }

    static KernelException failure(String call, DiskInfo disk, long lba, int errno) {
        return new KernelException(call, disk.name() + " sector " + lba, errno);
    }
}
