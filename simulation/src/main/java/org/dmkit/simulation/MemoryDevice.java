package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/** A loop device over memory that goes when the last one closes it. */
final class MemoryDevice extends BlockDevice {
    private final Kernel kernel;
    private final long sectors;
    private final MemoryStore store;

    MemoryDevice(Kernel kernel, DeviceNumber number, long sectors) {
        super(number);
        this.kernel = kernel;
        this.sectors = sectors;
        this.store = new MemoryStore(sectors, null);
    }

    @Override
    String label() {
        return "/dev/loop" + number().minor();
    }

    @Override
    long sectors() {
        return sectors;
    }

    @Override
    void read(Transit transit, long sector, MemorySegment into) throws IOException {
        check("pread", sector, into);
        store.read(sector, into);
    }

    @Override
    void write(Transit transit, long sector, MemorySegment from) throws IOException {
        check("pwrite", sector, from);
        store.write(sector, from);
    }

    @Override
    void flush(Transit transit) {
        // Memory: nothing to make durable.
    }

    @Override
    void released() {
        kernel.forget(this);
    }

    private void check(String call, long sector, MemorySegment segment) throws KernelException {
        if (sector < 0 || sector + segment.byteSize() / SectorStore.SECTOR > sectors) {
            throw new KernelException(call, label() + " sector " + sector, Errno.EIO);
        }
    }
}
