package org.dmkit.blockio;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A disk in memory that keeps only what is not zero, of any size. What {@link Capture} reads, and a disk for tests. */
public final class MemoryDisk implements Disk {
    private final DiskInfo info;
    private final SparseSectors sectors;
    private volatile boolean changed;

    /** All zero. */
    public MemoryDisk(DiskInfo info) {
        this(info, new SparseSectors());
    }

    MemoryDisk(DiskInfo info, SparseSectors sectors) {
        this.info = info;
        this.sectors = sectors;
    }

    @Override
    public DiskInfo info() {
        return info;
    }

    @Override
    public void read(long lba, MemorySegment into) throws IOException {
        DiskRange.check("pread", info, lba, into);
        sectors.read(lba, into);
    }

    @Override
    public void write(long lba, MemorySegment from) throws IOException {
        DiskRange.checkWrite(info, !info.readOnly(), lba, from);
        sectors.write(lba, from);
        changed = true;
    }

    @Override
    public void flush() {}

    /** The content stays; a closed disk can be read again. */
    @Override
    public void close() {}

    /** Where there is something other than zeros, in order, neighbours joined. */
    public List<Extent> extents() {
        return sectors.extents();
    }

    SparseSectors sectors() {
        return sectors;
    }

    boolean isChanged() {
        return changed;
    }

    void saved() {
        changed = false;
    }
}
