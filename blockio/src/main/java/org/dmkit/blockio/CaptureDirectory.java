package org.dmkit.blockio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A capture as a directory. Symbolic links in it are not followed: captures come from strangers. */
record CaptureDirectory(Path directory) implements CaptureFiles {
    @Override
    public byte[] read(String name) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + ": no such file in this capture");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": larger than " + MAX_BYTES + " bytes");
        }
        return Files.readAllBytes(file);
    }

    /** A new one, whole or not at all. */
    static void create(Path directory, Map<String, byte[]> files) throws IOException {
        Path part = CaptureFiles.part(directory);
        Files.createDirectory(part);
        try {
            new CaptureDirectory(part).write(files);
            Files.move(part, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            for (String file : files.keySet()) {
                Files.deleteIfExists(part.resolve(file));
            }
            Files.deleteIfExists(part);
            throw e;
        }
    }

    @Override
    public void write(Map<String, byte[]> changed) throws IOException {
        for (Map.Entry<String, byte[]> file : changed.entrySet()) {
            CaptureFiles.replace(directory.resolve(file.getKey()), file.getValue());
        }
    }
}
