package org.dmkit.simulation;

import java.lang.foreign.MemorySegment;

/** {@code zero}. */
final class ZeroTarget implements LiveTarget {
    @Override
    public void read(Transit transit, long sector, MemorySegment into) {
        into.fill((byte) 0);
    }

    @Override
    public void write(Transit transit, long sector, MemorySegment from) {
        // Dropped, as the target promises.
    }

    @Override
    public void flush(Transit transit) {
        // Nothing is kept.
    }
}
