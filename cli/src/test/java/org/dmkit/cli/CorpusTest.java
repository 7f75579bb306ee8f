package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds {@code dmkit table --profile classic} against what real programs make of the same disks: {@code tables.txt} is what
 * dmraid mapped, {@code right-tables.txt} what it should have. A case with {@code open.txt} has no answer that is certain.
 */
class CorpusTest {
    private static final Path CORPUS = Path.of(System.getProperty("dmkit.root", ".."), "corpus");

    private record Case(String format, String name, Path directory) {
        Set<String> expected() throws IOException {
            Path right = directory.resolve("expect/right-tables.txt");
            Path dmraid = directory.resolve("expect/tables.txt");
            return TableStructure.of(Files.readString(Files.exists(right) ? right : dmraid));
        }

        Set<String> found() {
            var terminal = new Terminal();
            assertThat(terminal.on(directory, "table", "--profile", "classic")).isEqualTo(ExitCode.DONE);
            return TableStructure.of(terminal.out());
        }
    }

    private static List<Case> cases() throws IOException {
        var cases = new ArrayList<Case>();
        for (Path format : list(CORPUS)) {
            for (Path directory : list(format)) {
                if (!Files.exists(directory.resolve("expect/open.txt"))) {
                    cases.add(new Case(
                            format.getFileName().toString(),
                            directory.getFileName().toString(),
                            directory));
                }
            }
        }
        return cases;
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> tablesAreThoseOfRealPrograms() throws IOException {
        return cases().stream()
                .map(c -> dynamicTest(
                        c.format() + "/" + c.name(), () -> assertThat(c.found()).isEqualTo(c.expected())));
    }

    @Test
    void theScoreOfEachFormatIsFull() throws IOException {
        var right = new TreeMap<String, Integer>();
        var all = new TreeMap<String, Integer>();
        for (Case c : cases()) {
            all.merge(c.format(), 1, Integer::sum);
            right.merge(c.format(), c.found().equals(c.expected()) ? 1 : 0, Integer::sum);
        }
        all.forEach((format, count) -> System.out.println("corpus: " + format + " " + right.get(format) + "/" + count));
        assertThat(all).isNotEmpty();
        assertThat(right).isEqualTo(all);
    }

    /** The field that was spoilt, where it lies, is what the finding names. */
    @ParameterizedTest
    @CsvSource({
        "refuse-bad-checksum-one,       sdb, 1048574, check_sum",
        "refuse-extended-sector-zeroed, sda, 1048574, check_sum",
        "refuse-map-state-7,            sda, 1048574, map_state",
        "refuse-mpb-size-huge,          sda, 1048574, mpb_size",
        "refuse-mpb-size-huge,          sdb, 1048574, mpb_size",
        "refuse-mpb-size-zero,          sda, 1048574, mpb_size",
        "refuse-num-raid-devs-3-of-1,   sda, 1048574, num_raid_devs",
        "refuse-ord-duplicate,          sda, 1048574, disk_ord_tbl",
        "refuse-unsupported-attributes, sda, 1048574, attributes",
        "refuse-volume-past-end,        sda, 1048574, pba_of_lba0",
        "refuse-zero-members,           sda, 1048574, num_members",
        "refuse-zero-strip,             sda, 1048574, blocks_per_strip"
    })
    void whatIsWrongIsNamedByDiskSectorAndField(String name, String disk, long sector, String field) {
        var terminal = new Terminal();
        assertThat(terminal.on(CORPUS.resolve("isw").resolve(name), "scan")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.lines())
                .anyMatch(line -> line.startsWith("isw.")
                        && line.contains(" " + disk + " sector " + sector + " " + field + ": found "));
    }

    @ParameterizedTest
    @CsvSource({
        "refuse-map-state-7",
        "refuse-mpb-size-huge",
        "refuse-mpb-size-zero",
        "refuse-num-raid-devs-3-of-1",
        "refuse-ord-duplicate",
        "refuse-unsupported-attributes",
        "refuse-volume-past-end",
        "refuse-zero-members",
        "refuse-zero-strip"
    })
    void whatCannotBeTrustedGetsNoTable(String name) {
        var terminal = new Terminal();
        terminal.on(CORPUS.resolve("isw").resolve(name), "table");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void aDiskWithoutItsAnchorIsNoMember() {
        var terminal = new Terminal();
        terminal.on(CORPUS.resolve("isw/refuse-anchor-zeroed"), "scan");
        assertThat(terminal.lines().stream().filter(l -> l.startsWith("sd")).collect(Collectors.joining("\n")))
                .contains("no RAID metadata");
    }
}
