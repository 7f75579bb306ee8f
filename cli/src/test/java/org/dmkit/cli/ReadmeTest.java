package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows of an array's life is what is printed, but for names drawn by lot and where files are. */
class ReadmeTest {
    private static final String PROMPT = "    $ ";
    private static final List<String> IMAGES = List.of("a.img", "b.img", "c.img");

    @TempDir
    Path directory;

    private static List<String> section() throws IOException {
        String text =
                Files.readString(Path.of(System.getProperty("dmkit.root", "..")).resolve("README.md"));
        int from = text.indexOf("### Create an array");
        return text.substring(from, text.indexOf("### In an initramfs", from))
                .lines()
                .filter(l -> l.startsWith("    "))
                .toList();
    }

    private String plain(String line) {
        return line.replace(directory + "/", "")
                .replace("/home/you/", "")
                .replaceAll("isw_[a-j]+", "isw_x")
                .replaceAll(" +", " ");
    }

    @Test
    void theTranscriptIsTrue() throws IOException {
        var terminal = new Terminal();
        var shown = new ArrayList<String>();
        var printed = new ArrayList<String>();
        for (String line : section()) {
            shown.add(plain(line));
            if (line.startsWith(PROMPT + "truncate -s 64M ")) {
                for (String image : IMAGES) {
                    try (var file =
                            new RandomAccessFile(directory.resolve(image).toFile(), "rw")) {
                        file.setLength(64 << 20);
                    }
                }
            }
            if (line.startsWith(PROMPT)) {
                printed.add(plain(line));
            }
            if (line.startsWith(PROMPT + "d ")) {
                String words = line.substring(PROMPT.length() + 2).replace("b.tar.gz", directory + "/b.tar.gz");
                ExitCode code = terminal.type(Stream.concat(
                                Stream.concat(
                                        IMAGES.stream()
                                                .flatMap(i -> Stream.of(
                                                        "--disks",
                                                        directory.resolve(i).toString())),
                                        Stream.of("--write")),
                                Stream.of(words.split(" ", -1)))
                        .toArray(String[]::new));
                assertThat(code).as("%s: %s", words, terminal.err()).isEqualTo(ExitCode.DONE);
                terminal.lines().forEach(l -> printed.add(plain("    " + l)));
            }
        }
        assertThat(printed).isEqualTo(shown);
    }
}
