package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Cuts an access where a multiple of {@code unit} sectors lies. */
final class Pieces {
    private Pieces() {}

    interface Access {
        void at(long sector, MemorySegment piece) throws IOException;
    }

    static void each(long unit, long sector, MemorySegment segment, Access access) throws IOException {
        long count = segment.byteSize() / SectorStore.SECTOR;
        for (long done = 0; done < count; ) {
            long at = sector + done;
            long length = Math.min(count - done, unit - at % unit);
            access.at(at, segment.asSlice(done * SectorStore.SECTOR, length * SectorStore.SECTOR));
            done += length;
        }
    }
}
