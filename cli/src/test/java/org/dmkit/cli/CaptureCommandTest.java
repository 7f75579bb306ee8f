package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Capture;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.blockio.SectorBuffer;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.scan.Scan;
import org.dmkit.raid.scan.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a report is made of: everything that dmkit looked at, in one new thing. */
class CaptureCommandTest {
    private static final Path CORPUS = Path.of(System.getProperty("dmkit.root", ".."), "corpus");

    private final Terminal terminal = new Terminal();

    @TempDir
    Path directory;

    static List<String> refused() throws IOException {
        try (Stream<Path> files = Files.walk(CORPUS)) {
            return files.filter(f -> f.endsWith("case.json"))
                    .map(f -> CORPUS.relativize(f.getParent()).toString())
                    .filter(name -> name.contains("refuse") || name.contains("zero") || name.contains("checksum"))
                    .sorted()
                    .toList();
        }
    }

    /** Metadata that can't be decoded are what a report is about. */
    @ParameterizedTest
    @MethodSource("refused")
    void everySectorThatWasReadIsInIt(String name) throws IOException {
        Path copied = directory.resolve("copied");
        assertThat(terminal.on(CORPUS.resolve(name), "capture", copied.toString()))
                .isEqualTo(ExitCode.DONE);
        List<Disk> disks = Capture.read(CORPUS.resolve(name)).disks();
        List<Disk> copies = Capture.read(copied).disks();
        try (Scan scan = Scanner.scan(disks, BatchReader.sequential(), Formats.all())) {
            for (int i = 0; i < disks.size(); i++) {
                for (Extent extent : scan.extents(disks.get(i).info().name())) {
                    assertThat(sectors(copies.get(i), extent))
                            .as(disks.get(i).info().name() + " " + extent)
                            .isEqualTo(sectors(disks.get(i), extent));
                }
            }
        }
    }

    private static byte[] sectors(Disk disk, Extent extent) throws IOException {
        var buffer = new SectorBuffer((int) extent.count()).sectors(extent.count());
        disk.read(extent.lba(), buffer);
        return buffer.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.tgz", "x.tar.gz"})
    void anArchiveIsOneFileThatCanBeReadBack(String name) {
        Path archive = directory.resolve(name);
        Path mirror = CORPUS.resolve("isw/raid1-2disk");
        assertThat(terminal.on(mirror, "capture", archive.toString())).isEqualTo(ExitCode.DONE);
        assertThat(archive).isRegularFile();
        terminal.on(mirror, "scan");
        String scanned = terminal.out();
        assertThat(terminal.on(archive, "scan")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).isEqualTo(scanned);
    }

    @ParameterizedTest
    @ValueSource(strings = {"there", "there.tgz"})
    void whatExistsIsLeftAsItIs(String name) throws IOException {
        Path there = directory.resolve(name);
        Path mine = Files.writeString(
                name.endsWith("tgz") ? there : Files.createDirectory(there).resolve("mine"), "mine");
        assertThat(terminal.on(CORPUS.resolve("isw/raid1-2disk"), "capture", there.toString()))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.err())
                .isEqualTo("dmkit: " + there + ": exists already; a capture is a new directory or a new archive\n");
        assertThat(mine).hasContent("mine");
        assertThat(directory).isDirectoryContaining(p -> p.equals(there));
        assertThat(names()).containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no/such/x", "no/such/x.tgz"})
    void parentsAreNotInvented(String name) throws IOException {
        Path path = directory.resolve(name);
        assertThat(terminal.on(CORPUS.resolve("isw/raid1-2disk"), "capture", path.toString()))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.err()).isEqualTo("dmkit: " + path.getParent() + ": no such directory\n");
        assertThat(names()).isEmpty();
    }

    /** A name that is too long for a file of sectors, but not for the directory, fails in the middle. */
    @Test
    void whatFailsHalfwayLeavesNothing() throws IOException {
        Path capture = Captures.copy("isw/raid1-2disk", directory);
        Captures.rename(capture, "sdb", "b".repeat(245));
        Path into = Files.createDirectory(directory.resolve("into"));
        assertThat(terminal.on(capture, "capture", into.resolve("x").toString()))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.err()).startsWith("dmkit: " + into.resolve("x"));
        assertThat(into).isEmptyDirectory();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(p -> p.getFileName().toString()).toList();
        }
    }
}
