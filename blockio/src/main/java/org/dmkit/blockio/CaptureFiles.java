package org.dmkit.blockio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** The files of one capture, by plain names without directories. */
interface CaptureFiles {
    /** What a capture may hold, unpacked: far more than any real one, and it fits into memory. */
    int MAX_BYTES = 256 << 20;

    byte[] read(String name) throws IOException;

    /** Replaces or adds these, each whole or not at all. */
    void write(Map<String, byte[]> changed) throws IOException;

    /** Replaces or makes a file: afterwards it is whole, or as it was and nothing lies beside it. */
    static void replace(Path file, byte[] content) throws IOException {
        Path part = part(file);
        try {
            Files.write(part, content);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Where it lies until it is whole. */
    static Path part(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }
}
