package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partitions on a set, from the words typed. */
class PartitionCommandsTest {
    private static final String SET = "isw_h_mirror";

    /** Entries 1 (2048+4096) and 3 (8192+8192), and one of a type, behind the end. */
    private static final String TABLE = "00".repeat(446)
            + "0000000083000000" + "00080000" + "00100000"
            + "0000000083000000" + "00080000" + "00000040"
            + "0000000082000000" + "00200000" + "00200000"
            + "00".repeat(16)
            + "55aa";

    private final Terminal terminal = new Terminal();

    @TempDir
    Path directory;

    @BeforeEach
    void partitionAMirror() throws IOException {
        Path from = Path.of(System.getProperty("dmkit.root", ".."), "corpus/isw/raid1-2disk");
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                List<String> lines = Files.readAllLines(file);
                if (file.toString().endsWith(".sectors")) {
                    lines = Stream.concat(
                                    Stream.of("0 1 " + TABLE), lines.stream().filter(l -> !l.startsWith("0 ")))
                            .toList();
                }
                Files.write(directory.resolve(file.getFileName()), lines);
            }
        }
    }

    @Test
    void tableShowsThemAndWhatIsWrongWithTheirs() {
        assertThat(terminal.on(directory, "table", "--profile", "classic")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.lines())
                .containsExactly(
                        SET + ": 0 409600 mirror core 2 256 nosync 2 sda 0 sdb 0 1 handle_errors",
                        SET + "1: 0 4096 linear /dev/mapper/" + SET + " 2048",
                        SET + "3: 0 8192 linear /dev/mapper/" + SET + " 8192");
        assertThat(terminal.err()).contains("dos.past-end sector 0 " + SET + " partition 2");
    }

    @Test
    void tableShowsThemInTheModernProfileToo() {
        terminal.on(directory, "table");
        assertThat(terminal.lines()).contains(SET + "3: 0 8192 linear /dev/mapper/" + SET + " 8192");
    }

    @Test
    void activateMapsThemAfterTheirSet() {
        assertThat(terminal.on(directory, "activate", "--all", "-v")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.err()
                        .lines()
                        .map(l -> l.replaceFirst("(create \\S+): .*", "$1"))
                        .toList())
                .containsSubsequence(
                        "dmkit: create " + SET,
                        "dmkit: create " + SET + "1",
                        "dmkit: create " + SET + "3",
                        "dmkit: remove partition " + SET + "1",
                        "dmkit: remove partition " + SET + "3",
                        "dmkit: remove " + SET);
        assertThat(terminal.err()).contains("dos.past-end");
    }

    @Test
    void theirNamesMayBeOthersAndTheyMayBeLeftAlone() {
        terminal.on(directory, "activate", "--all", "--dry-run", "--partition-separator", "-");
        assertThat(terminal.out()).contains("create " + SET + "-3: 0 8192 linear");
        terminal.on(directory, "activate", "--all", "--dry-run", "--no-partitions");
        assertThat(terminal.out()).doesNotContain("linear");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void aSeparatorIsOneCharacter() {
        for (String bad : List.of("", "/", " ", "part")) {
            assertThat(terminal.on(directory, "activate", "--all", "--partition-separator", bad))
                    .isEqualTo(ExitCode.USAGE);
        }
    }
}
