package org.dmkit.blockio;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads attributes. One that is missing, or whose device just left (any error), is null. */
final class SysfsFiles {
    private SysfsFiles() {}

    static List<String> names(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
        } catch (NoSuchFileException e) {
            // a kernel without block devices
        }
        return names;
    }

    /** Not with {@link Files}, which loads more classes for so small a file. */
    static byte @Nullable [] bytes(Path file) {
        try (var in = new FileInputStream(file.toString())) {
            return in.readAllBytes();
        } catch (IOException e) {
            return null;
        }
    }

    /** The text without its newline. */
    static @Nullable String line(Path file) {
        byte[] bytes = bytes(file);
        if (bytes == null) {
            return null;
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    /** The first of these that is there and not blank, stripped. */
    static @Nullable String firstLine(Path directory, String... names) {
        for (String name : names) {
            String line = line(directory.resolve(name));
            if (line != null && !line.isBlank()) {
                return line.strip();
            }
        }
        return null;
    }
}
