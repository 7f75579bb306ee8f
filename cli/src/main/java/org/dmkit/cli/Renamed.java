package org.dmkit.cli;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;

/** A disk under another name. */
record Renamed(DiskInfo info, Disk disk) implements Disk {
    Renamed(Disk disk, String name) {
        this(disk.info().withName(name), disk);
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
    public boolean isFree() throws IOException {
        return disk.isFree();
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
