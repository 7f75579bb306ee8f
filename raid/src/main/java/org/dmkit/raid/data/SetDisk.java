package org.dmkit.raid.data;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.table.Tables;

/**
 * A set as a disk that can only be read, from its members and without the device-mapper: for looking into a set before it
 * runs. As long as its mapped device, and with the largest logical sectors of its members.
 */
public final class SetDisk implements Disk {
    private final RaidSet set;
    private final SetReader reader;
    private final DiskInfo info;

    /** The members, and so {@code reader}, must outlive it. */
    public SetDisk(RaidSet set, SetReader reader) {
        this.set = set;
        this.reader = reader;
        int sectorSize =
                set.members().mapToInt(m -> m.disk().sectorSize()).max().orElse(512);
        this.info = new DiskInfo(set.name(), Tables.length(set), sectorSize, "", null, "", null, true);
    }

    RaidSet set() {
        return set;
    }

    @Override
    public DiskInfo info() {
        return info;
    }

    @Override
    public void read(long lba, MemorySegment into) throws IOException {
        IOException why =
                reader.read(List.of(new BatchReader.Request(this, lba, into))).getFirst();
        if (why != null) {
            throw why;
        }
    }

    @Override
    public void write(long lba, MemorySegment from) throws IOException {
        throw new KernelException("pwrite", set.name(), Errno.EROFS);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
