package org.dmkit.blockio;

/** A lock on a disk, held until it is closed. */
public interface DiskLock extends AutoCloseable {
    @Override
    void close();
}
