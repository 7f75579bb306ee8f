package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("vm")
class SameTablesTest {
    /** dmraid maps what mdadm keeps behind a volume's data on each member, too: 1 MiB that is no part of the volume. */
    private static final long BEHIND_THE_DATA = 2048;

    @ParameterizedTest(name = "raid {0}")
    @CsvSource({"1, 3", "10, 5"})
    void dmraidMapsWhatDmkitWroteAsDmkitSays(String level, int disks, TestInfo test) throws Exception {
        VmResult result = Bed.scenario(test, disks).run("tables", level);

        Bed.assertFinished(result);
        Map<String, Line> ours = tables(result.out().resolve("dmkit.tables"));
        Map<String, Line> theirs = tables(result.out().resolve("dmraid.tables"));
        assertThat(ours.keySet()).isNotEmpty().isEqualTo(theirs.keySet());
        ours.forEach((name, line) -> {
            Line other = Objects.requireNonNull(theirs.get(name));
            assertThat(line.target()).as(name).isEqualTo(other.target());
            assertThat(other.length() - line.length())
                    .as(name)
                    .isEqualTo(BEHIND_THE_DATA * (line.target().startsWith("striped") ? 2 : 1));
        });
    }

    private record Line(long length, String target) {}

    private static Map<String, Line> tables(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.strip().split("\\s+", 4))
                .filter(words -> words.length == 4 && words[0].endsWith(":"))
                .collect(Collectors.toMap(
                        words -> words[0], words -> new Line(Long.parseLong(words[2]), inAnyOrder(words[3]))));
    }

    /** The legs of a mirror in sync are equals; dmraid lists them as the metadata list the disks. */
    private static String inAnyOrder(String target) {
        var mirror = Pattern.compile("(mirror core 2 \\d+ nosync 2) (\\S+ \\d+) (\\S+ \\d+) (.*)")
                .matcher(target);
        return mirror.matches()
                ? Stream.of(mirror.group(2), mirror.group(3))
                        .sorted()
                        .collect(Collectors.joining(" ", mirror.group(1) + " ", " " + mirror.group(4)))
                : target;
    }
}
