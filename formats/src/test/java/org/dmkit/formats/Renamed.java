package org.dmkit.formats;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;

/** A disk to be read under another name. */
record Renamed(Disk disk, String name) implements Disk {
    @Override
    public DiskInfo info() {
        DiskInfo i = disk.info();
        return new DiskInfo(name, i.sectors(), i.sectorSize(), i.serial(), i.wwn(), i.model(), null, false);
    }

    @Override
    public void read(long lba, MemorySegment into) throws IOException {
        disk.read(lba, into);
    }

    @Override
    public void write(long lba, MemorySegment from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
