package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Image files in the place of disks, which keep what is changed, and commands on them. */
final class Images {
    private final Path directory;
    private final List<String> names;
    private final Terminal terminal = new Terminal();

    /** None yet. */
    Images() {
        this.directory = Path.of("");
        this.names = List.of();
    }

    /** Blank ones. */
    Images(Path directory, long bytes, String... names) throws IOException {
        this.directory = directory;
        this.names = List.of(names);
        for (String name : names) {
            try (var file = new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
                file.setLength(bytes);
            }
        }
    }

    Terminal terminal() {
        return terminal;
    }

    ExitCode type(String words) {
        var all = new ArrayList<String>();
        for (String name : names) {
            all.add("--disks");
            all.add(directory.resolve(name) + ",serial=S-" + name);
        }
        all.add("--write");
        Stream.of(words.split(" ", -1)).forEach(all::add);
        return terminal.type(all.toArray(String[]::new));
    }

    /** What it answers. */
    String done(String words) {
        assertThat(type(words)).as("%s: %s", words, terminal.err()).isEqualTo(ExitCode.DONE);
        return out();
    }

    /** What was printed, disks by their short names. */
    String out() {
        return terminal.out().replace(directory + "/", "");
    }

    /** By name, all their bytes. */
    Map<String, byte[]> contents() throws IOException {
        var contents = new TreeMap<String, byte[]>();
        for (String name : names) {
            contents.put(name, Files.readAllBytes(directory.resolve(name)));
        }
        return contents;
    }

    void mustBe(Map<String, byte[]> before) throws IOException {
        Map<String, byte[]> now = contents();
        before.forEach((name, bytes) -> assertThat(now.get(name)).as(name).isEqualTo(bytes));
    }
}
