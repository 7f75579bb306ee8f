package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.dmkit.blockio.Disk;

/** Access to a {@link Disk} with any segment: what is not native and aligned goes through a buffer that is. */
final class AlignedIo {
    private static final int ALIGNMENT = 4096;

    private AlignedIo() {}

    static void read(Disk disk, long lba, MemorySegment into) throws IOException {
        if (fits(into)) {
            disk.read(lba, into);
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(into.byteSize(), ALIGNMENT);
            disk.read(lba, buffer);
            into.copyFrom(buffer);
        }
    }

    static void write(Disk disk, long lba, MemorySegment from) throws IOException {
        if (fits(from)) {
            disk.write(lba, from);
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            disk.write(lba, arena.allocate(from.byteSize(), ALIGNMENT).copyFrom(from));
        }
    }

    private static boolean fits(MemorySegment segment) {
        return segment.isNative() && segment.address() % ALIGNMENT == 0;
    }
}
