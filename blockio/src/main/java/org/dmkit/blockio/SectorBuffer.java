package org.dmkit.blockio;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Native memory for sectors, aligned as {@link Disk} wants it (4096 bytes), to be used again and again. It grows when more is
 * asked for and is freed by the garbage collector. Not safe for use by several threads.
 */
public final class SectorBuffer {
    /** Bytes of a sector, whatever the disk's own sector size. */
    public static final int SECTOR = 512;

    static final int ALIGNMENT = 4096;

    private MemorySegment memory;

    /** Begins with room for so many sectors, all zero. */
    public SectorBuffer(long sectors) {
        memory = allocate(sectors);
    }

    /** A segment of so many sectors, all zero, alive as long as somebody refers to it. */
    public static MemorySegment allocate(long sectors) {
        return Arena.ofAuto().allocate(Math.multiplyExact(sectors, SECTOR), ALIGNMENT);
    }

    /** Room for so many sectors. It holds what was there before, unless it had to grow. */
    public MemorySegment sectors(long count) {
        long bytes = Math.multiplyExact(count, SECTOR);
        if (bytes > memory.byteSize()) {
            memory = allocate(count);
        }
        return memory.asSlice(0, bytes);
    }
}
