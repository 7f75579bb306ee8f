package org.dmkit.simulation;

import java.lang.foreign.MemorySegment;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/** {@code error}. */
final class ErrorTarget implements LiveTarget {
    @Override
    public void read(Transit transit, long sector, MemorySegment into) throws KernelException {
        throw new KernelException("pread", "error target sector " + sector, Errno.EIO);
    }

    @Override
    public void write(Transit transit, long sector, MemorySegment from) throws KernelException {
        throw new KernelException("pwrite", "error target sector " + sector, Errno.EIO);
    }

    @Override
    public void flush(Transit transit) {
        // The kernel answers an empty flush itself: the target has no lower device to send it to.
    }
}
