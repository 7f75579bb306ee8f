package org.dmkit.blockio;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Sectors that tell their number, for tests. */
final class Disks {
    private Disks() {}

    static DiskInfo info(String name, long sectors) {
        return new DiskInfo(name, sectors, 512, "", null, "", null, false);
    }

    /** So many sectors, the first filled with {@code first}, the next with one more. */
    static MemorySegment counting(int first, int sectors) {
        MemorySegment segment = SectorBuffer.allocate(sectors);
        for (int i = 0; i < sectors; i++) {
            segment.asSlice(512L * i, 512).fill((byte) (first + i));
        }
        return segment;
    }

    static byte[] read(Disk disk, long lba, long sectors) throws IOException {
        MemorySegment segment = SectorBuffer.allocate(sectors).fill((byte) 0xee);
        disk.read(lba, segment);
        return segment.toArray(ValueLayout.JAVA_BYTE);
    }

    static byte[] sector(int filledWith) {
        byte[] sector = new byte[512];
        Arrays.fill(sector, (byte) filledWith);
        return sector;
    }

    static byte[] bytes(MemorySegment segment) {
        return segment.toArray(ValueLayout.JAVA_BYTE);
    }
}
