package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/** A target of a loaded table. Sectors count from the target's start. Guarded by the kernel's lock. */
interface LiveTarget {
    void read(Transit transit, long sector, MemorySegment into) throws IOException;

    void write(Transit transit, long sector, MemorySegment from) throws IOException;

    void flush(Transit transit) throws IOException;

    /** What DM_TABLE_STATUS says. */
    default String status() {
        return "";
    }

    /** The table becomes the active one, or its device goes on after a suspension. */
    default void resumed() {}

    /** Moves a running synchronisation on by this many sectors of each member; false if there is none. */
    default boolean advance(long sectors) {
        return false;
    }

    /** DM_TARGET_MSG. */
    default void message(String device, String text) throws KernelException {
        throw new KernelException("DM_TARGET_MSG", device, Errno.EINVAL);
    }
}
