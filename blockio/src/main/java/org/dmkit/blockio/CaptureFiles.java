package org.dmkit.blockio;

import java.io.IOException;
import java.util.Map;

/** The files of one capture, by plain names without directories. */
interface CaptureFiles {
    /** What a capture may hold, unpacked: far more than any real one, and it fits into memory. */
    int MAX_BYTES = 256 << 20;

    byte[] read(String name) throws IOException;

    /** Replaces or adds these, each whole or not at all. */
    void write(Map<String, byte[]> changed) throws IOException;
}
