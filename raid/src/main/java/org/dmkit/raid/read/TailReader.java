package org.dmkit.raid.read;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.blockio.SectorBuffer;

/** The last sectors of a disk, where a redo record may lie. */
public final class TailReader {
    /** A disk that can't read more than these is a dead one, and each try may take long. */
    private static final int MOST_BAD = 8;

    private TailReader() {}

    /**
     * What the scan has read. Where it could not, because a write that was torn has left a sector that can't be read, sector by
     * sector: then zeros stand for what can't be read.
     */
    public static Optional<ByteBuffer> read(DiskSectors scanned, Disk disk) {
        return disk.info().sectors() == 0
                ? Optional.empty()
                : scanned.at(DiskEnds.tailOf(disk.info()))
                        .map(MemorySegment::asByteBuffer)
                        .or(() -> bySector(disk));
    }

    private static Optional<ByteBuffer> bySector(Disk disk) {
        Extent tail = DiskEnds.tailOf(disk.info());
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(tail.count()) * SectorBuffer.SECTOR);
        int bad = 0;
        for (int i = 0; i < tail.count(); i++) {
            try {
                byte[] sector = Images.read(disk, new Extent(tail.lba() + i, 1)).bytes();
                all.put(i * SectorBuffer.SECTOR, sector);
            } catch (IOException unreadable) {
                if (++bad > MOST_BAD) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(all);
    }
}
