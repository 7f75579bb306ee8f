package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Where the durable content of a simulated disk is. Segments are whole sectors of 512 bytes, on or off the heap. */
interface SectorStore {
    int SECTOR = 512;

    void read(long lba, MemorySegment into) throws IOException;

    void write(long lba, MemorySegment from) throws IOException;

    /** Makes durable what was written. */
    void flush() throws IOException;

    /** An independent store with the same content. */
    SectorStore copy();

    void close();
}
