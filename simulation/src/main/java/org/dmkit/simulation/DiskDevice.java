package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/** A disk as the kernel sees it, from its appearance until it vanishes. When the disk returns it is another device. */
final class DiskDevice extends BlockDevice {
    private final SimulatedDisk disk;
    private volatile boolean gone;

    DiskDevice(DeviceNumber number, SimulatedDisk disk) {
        super(number);
        this.disk = disk;
    }

    SimulatedDisk disk() {
        return disk;
    }

    void vanish() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    @Override
    String label() {
        return disk.info().name();
    }

    @Override
    long sectors() {
        return disk.info().sectors();
    }

    @Override
    void read(Transit transit, long sector, MemorySegment into) throws IOException {
        checkPresent("pread");
        disk.read(sector, into);
    }

    @Override
    void write(Transit transit, long sector, MemorySegment from) throws IOException {
        checkPresent("pwrite");
        disk.write(sector, from);
    }

    @Override
    void flush(Transit transit) throws IOException {
        checkPresent("fdatasync");
        disk.flush();
    }

    void checkPresent(String call) throws KernelException {
        if (gone) {
            throw new KernelException(call, label(), Errno.ENXIO);
        }
    }
}
