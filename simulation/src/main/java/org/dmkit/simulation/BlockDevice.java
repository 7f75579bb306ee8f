package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.dmkit.linux.DeviceNumber;

/** What a table can stand on. All members are guarded by the kernel's lock. */
abstract class BlockDevice {
    private final DeviceNumber number;
    private int openCount;
    private int holders;
    private boolean claimed;

    BlockDevice(DeviceNumber number) {
        this.number = number;
    }

    final DeviceNumber number() {
        return number;
    }

    /** For messages. */
    abstract String label();

    /** Size; 0 for a mapped device without an active table. */
    abstract long sectors();

    abstract void read(Transit transit, long sector, MemorySegment into) throws IOException;

    abstract void write(Transit transit, long sector, MemorySegment from) throws IOException;

    abstract void flush(Transit transit) throws IOException;

    /** Called after the last close. */
    void released() {}

    final int openCount() {
        return openCount;
    }

    final void open() {
        openCount++;
    }

    final void close() {
        openCount--;
        if (openCount == 0) {
            released();
        }
    }

    /** Opened by a table: any number of tables may, but nobody may then open it exclusively. */
    final void hold() {
        holders++;
        open();
    }

    final void unhold() {
        holders--;
        close();
    }

    final boolean isHeld() {
        return holders > 0;
    }

    final boolean isClaimed() {
        return claimed;
    }

    final void setClaimed(boolean claimed) {
        this.claimed = claimed;
    }

    /** Nobody is left who could have it open. */
    final void closedByPowerCut() {
        openCount = 0;
        holders = 0;
        claimed = false;
    }
}
