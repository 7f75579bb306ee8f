package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** {@code linear}, and {@code snapshot-origin} without snapshots. */
record LinearTarget(BlockDevice device, long offset) implements LiveTarget {
    @Override
    public void read(Transit transit, long sector, MemorySegment into) throws IOException {
        device.read(transit, offset + sector, into);
    }

    @Override
    public void write(Transit transit, long sector, MemorySegment from) throws IOException {
        device.write(transit, offset + sector, from);
    }

    @Override
    public void flush(Transit transit) throws IOException {
        device.flush(transit);
    }
}
