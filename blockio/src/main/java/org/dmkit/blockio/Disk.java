package org.dmkit.blockio;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * An open disk. Addresses are sectors of 512 bytes; segments are native, aligned to 4096 bytes, and a multiple of 512 bytes
 * long. On a disk with 4096-byte sectors an implementation reads and writes around what is not aligned (a write then reads
 * first). Failures are {@link org.dmkit.linux.KernelException} with call, disk, sector and errno.
 *
 * <p>Safe for use by several threads, except {@link #close}.
 */
public interface Disk extends AutoCloseable {
    DiskInfo info();

    /** Reads {@code into.byteSize() / 512} sectors. */
    void read(long lba, MemorySegment into) throws IOException;

    /** Writes {@code from.byteSize() / 512} sectors; durable only after {@link #flush}. */
    void write(long lba, MemorySegment from) throws IOException;

    /** Returns when all that was written is on stable storage. */
    void flush() throws IOException;

    /** False if anybody holds it for himself: a file system that is mounted, a device that stands on it. */
    default boolean isFree() throws IOException {
        return true;
    }

    /**
     * Fails if this is no longer the disk that {@link #info} tells of, or if the kernel's number of it means another by now:
     * whatever names it by that number would get the other one. Those that the kernel has no number for are always themselves.
     *
     * @throws org.dmkit.linux.KernelException ENXIO
     */
    default void verify() throws IOException {}

    @Override
    void close();
}
