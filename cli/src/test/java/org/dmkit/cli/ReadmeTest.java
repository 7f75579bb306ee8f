package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README shows of an array's life is what is printed, but for names drawn by lot and where files are. */
class ReadmeTest {
    private static final String PROMPT = "    $ ";

    @TempDir
    Path directory;

    private static List<String> section(String heading) throws IOException {
        String text =
                Files.readString(Path.of(System.getProperty("dmkit.root", "..")).resolve("README.md"));
        int from = text.indexOf("### " + heading);
        return text.substring(from, text.indexOf("###", from + 3))
                .lines()
                .filter(l -> l.startsWith("    "))
                .toList();
    }

    private String plain(String line) {
        return line.replace(directory + "/", "")
                .replace("/home/you/", "")
                .replaceAll("(isw|sil)_[a-j]+", "$1_x")
                .replaceAll(" +", " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Create an array", "Change several things at once"})
    void theTranscriptIsTrue(String heading) throws Exception {
        var terminal = new Terminal();
        var images = new ArrayList<String>();
        var shown = new ArrayList<String>();
        var printed = new ArrayList<String>();
        for (String line : section(heading)) {
            shown.add(plain(line));
            if (line.startsWith(PROMPT)) {
                printed.add(plain(line));
            }
            if (line.startsWith(PROMPT + "truncate -s 64M ")) {
                for (String image :
                        line.substring((PROMPT + "truncate -s 64M ").length()).split(" ", -1)) {
                    images.add(image);
                    try (var file =
                            new RandomAccessFile(directory.resolve(image).toFile(), "rw")) {
                        file.setLength(64 << 20);
                    }
                }
            }
            if (line.startsWith(PROMPT + "sed ")) {
                var sed = new ProcessBuilder("sh", "-c", line.substring(PROMPT.length())).directory(directory.toFile());
                assertThat(sed.inheritIO().start().waitFor()).isZero();
            }
            if (line.startsWith(PROMPT + "d ")) {
                String[] words = line.substring(PROMPT.length() + 2).split(" > ", -1);
                type(terminal, images, words[0].replaceAll("(b\\.tar\\.gz|want\\.json)", directory + "/$1"));
                if (words.length > 1) {
                    Files.writeString(
                            directory.resolve(words[1]), terminal.out().replace(directory + "/", ""));
                } else {
                    terminal.lines().forEach(l -> printed.add(plain("    " + l)));
                }
            }
        }
        assertThat(printed).isEqualTo(shown);
    }

    private void type(Terminal terminal, List<String> images, String words) {
        ExitCode code = terminal.type(Stream.of(
                        images.stream()
                                .flatMap(i -> Stream.of(
                                        "--disks", directory.resolve(i).toString())),
                        Stream.of("--write"),
                        Stream.of(words.split(" ", -1)))
                .flatMap(s -> s)
                .toArray(String[]::new));
        assertThat(code).as("%s: %s", words, terminal.err()).isEqualTo(ExitCode.DONE);
    }
}
