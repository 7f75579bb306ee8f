package org.dmkit.cli;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;

/** A disk under a short name: the path of a temporary file is nothing to look at. */
record DemoDisk(Disk disk, String name) implements Disk {
    @Override
    public DiskInfo info() {
        DiskInfo i = disk.info();
        return new DiskInfo(
                name, i.sectors(), i.sectorSize(), i.serial(), i.wwn(), i.model(), i.number(), i.readOnly());
    }

    @Override
    public void read(long lba, MemorySegment into) throws IOException {
        disk.read(lba, into);
    }

    @Override
    public void write(long lba, MemorySegment from) throws IOException {
        disk.write(lba, from);
    }

    @Override
    public void flush() throws IOException {
        disk.flush();
    }

    @Override
    public void verify() throws IOException {
        disk.verify();
    }

    @Override
    public void close() {
        disk.close();
    }
}
