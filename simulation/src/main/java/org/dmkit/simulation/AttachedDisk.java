package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.linux.KernelException;

/** A program's view of a disk of the machine. Needs no lock of the machine: the disk has its own. */
final class AttachedDisk implements Disk {
    private final DiskDevice device;
    private final DiskInfo info;

    AttachedDisk(DiskDevice device) {
        this.device = device;
        DiskInfo i = device.disk().info();
        this.info = new DiskInfo(
                i.name(), i.sectors(), i.sectorSize(), i.serial(), i.wwn(), i.model(), device.number(), i.readOnly());
    }

    DiskDevice device() {
        return device;
    }

    @Override
    public DiskInfo info() {
        return info;
    }

    @Override
    public void read(long lba, MemorySegment into) throws IOException {
        device.checkPresent("pread");
        device.disk().read(lba, into);
    }

    @Override
    public void write(long lba, MemorySegment from) throws IOException {
        device.checkPresent("pwrite");
        device.disk().write(lba, from);
    }

    @Override
    public void flush() throws IOException {
        device.checkPresent("fdatasync");
        device.disk().flush();
    }

    @Override
    public boolean isFree() throws IOException {
        return !device.isClaimed() && !device.isHeld() && device.disk().isFree();
    }

    @Override
    public void verify() throws KernelException {
        device.checkPresent("open");
    }

    @Override
    public void close() {
        // The machine owns the disk; closing a program's handle changes nothing on it.
    }
}
