package org.dmkit.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Copies of captures, to be changed. */
final class Captures {
    private Captures() {}

    /** Copies one of the corpus. */
    static Path copy(String name, Path into) throws IOException {
        Path from = Path.of(System.getProperty("dmkit.root", ".."), "corpus", name);
        Path to = Files.createDirectories(into.resolve(name));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    /** Every file of one, by name. */
    static Map<String, String> contents(Path capture) throws IOException {
        var contents = new TreeMap<String, String>();
        try (Stream<Path> files = Files.list(capture)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    /** Gives disks other names, so that the capture can stand beside another one. */
    static void rename(Path capture, String from, String to) throws IOException {
        Path file = capture.resolve("case.json");
        Files.writeString(file, Files.readString(file).replace("\"name\": \"" + from, "\"name\": \"" + to));
    }

    /** Adds a disk with nothing on it. */
    static void plugIn(Path capture, String name, long sectors) throws IOException {
        Path file = capture.resolve("case.json");
        String disk = "{\"name\":\"%s\",\"sectors\":%d,\"serial\":\"NEW-%s\",\"meta\":\"%s.sectors\"}, "
                .formatted(name, sectors, name, name);
        Files.writeString(file, Files.readString(file).replaceFirst("(\"disks\": \\[)", "$1" + disk));
        Files.writeString(capture.resolve(name + ".sectors"), "");
    }

    /** Takes a disk out, not the first. */
    static void takeOut(Path capture, String disk) throws IOException {
        Path file = capture.resolve("case.json");
        Files.writeString(
                file, Files.readString(file).replaceFirst(",\\s*\\{[^{}]*\"name\": \"" + disk + "\"[^{}]*\\}", ""));
    }
}
