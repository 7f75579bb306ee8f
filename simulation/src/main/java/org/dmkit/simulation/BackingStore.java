package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.dmkit.blockio.Disk;

/** Sectors on another disk, which changes when the simulated disk is flushed. */
final class BackingStore implements SectorStore {
    private final Disk disk;

    BackingStore(Disk disk) {
        this.disk = disk;
    }

    @Override
    public void read(long lba, MemorySegment into) throws IOException {
        AlignedIo.read(disk, lba, into);
    }

    @Override
    public void write(long lba, MemorySegment from) throws IOException {
        AlignedIo.write(disk, lba, from);
    }

    @Override
    public void flush() throws IOException {
        disk.flush();
    }

    @Override
    public SectorStore copy() {
        return new MemoryStore(disk.info().sectors(), disk);
    }

    @Override
    public void close() {
        disk.close();
    }
}
