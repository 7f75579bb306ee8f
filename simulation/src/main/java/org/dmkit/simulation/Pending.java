package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One sector that was written and not flushed. A sector written twice is pending twice: a power cut can leave any of its
 * versions.
 */
public final class Pending {
    private final long lba;
    private final byte[] content;

    Pending(long lba, byte[] content) {
        this.lba = lba;
        this.content = content;
    }

    public long lba() {
        return lba;
    }

    /** A copy of the 512 bytes. */
    public byte[] content() {
        return content.clone();
    }

    void copyTo(MemorySegment into, long offset) {
        MemorySegment.copy(content, 0, into, ValueLayout.JAVA_BYTE, offset, content.length);
    }

    void copyTo(SectorStore store) throws IOException {
        store.write(lba, MemorySegment.ofArray(content));
    }

    @Override
    public String toString() {
        return "sector " + lba;
    }
}
