package org.dmkit.raid.format;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.dmkit.blockio.Extent;

/** The sectors of one disk that have been read so far. */
public interface Sectors {
    /** A read-only slice over these sectors, little- or big-endian as the caller reads it; empty if not all were read. */
    Optional<MemorySegment> at(Extent extent);

    /** One sector. */
    default Optional<MemorySegment> at(long lba) {
        return at(new Extent(lba, 1));
    }
}
