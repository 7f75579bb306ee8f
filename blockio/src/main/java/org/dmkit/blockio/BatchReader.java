package org.dmkit.blockio;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads extents of many disks at once. Implementations give the same results and differ in speed only. */
public interface BatchReader extends AutoCloseable {
    /**
     * From about so many disks on io_uring should have won back what it costs to link its system calls (some 25 ms; reckoned, not
     * measured yet). Fewer are read through channels, each by a thread of its own.
     */
    int MANY = 64;

    /** One piece to read, see {@link Disk#read}, to memory that other threads may write as well. */
    record Request(Disk disk, long lba, MemorySegment into) {}

    /** Reads all; one answer a request, in order: null, or why this one failed. A failure of one disk never fails another. */
    List<@Nullable IOException> read(List<Request> requests);

    @Override
    void close();

    /**
     * The best there is here: several {@link KernelDisk}s by io_uring where the kernel has it and lets us, several
     * {@link ChannelDisk}s by threads, else {@link #sequential}. Nothing is set up before the first read.
     */
    static BatchReader create() {
        return new FirstUseBatchReader();
    }

    /** One that reads one after the other. */
    static BatchReader sequential() {
        return new PreadBatchReader();
    }
}
