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

    @Override
    public void write(Map<String, byte[]> changed) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, byte[]> file : changed.entrySet()) {
            Path part = directory.resolve(file.getKey() + ".part");
            Files.write(part, file.getValue());
            Files.move(
                    part,
                    directory.resolve(file.getKey()),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
