package org.dmkit.blockio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureTest {
    private static final String ONES = "01".repeat(512);

    @TempDir
    Path dir;

    static List<Path> corpus() throws IOException {
        Path corpus = Path.of(System.getProperty("dmkit.root", ".."), "corpus");
        try (Stream<Path> files = Files.walk(corpus)) {
            return files.filter(f -> f.endsWith("case.json"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void everyCaseOfTheCorpusIsWrittenAsItWasRead(Path original) throws IOException {
        Capture capture = Capture.read(original);
        assertThat(capture.disks()).isNotEmpty();
        List<Capture.Kept> kept = capture.disks().stream()
                .map(d -> new Capture.Kept(d, ((MemoryDisk) d).extents()))
                .toList();
        for (String form : List.of("copy", "copy.tar.gz")) {
            Capture.write(dir.resolve(form), capture.about(), kept);
            Capture copy = Capture.read(dir.resolve(form));
            assertThat(copy.about()).isEqualTo(capture.about());
            assertThat(copy.disks()).extracting(Disk::info).isEqualTo(infos(capture));
        }
        for (Disk disk : capture.disks()) {
            String file = disk.info().name() + ".sectors";
            assertThat(dir.resolve("copy").resolve(file)).hasSameBinaryContentAs(original.resolve(file));
        }
    }

    @Test
    void otherTarProgramsReadAndWriteItsArchives() throws Exception {
        assumeTrue(Files.exists(Path.of("/bin/tar")), "needs tar");
        write("sda", 100, "3 2 " + ONES + "\n");
        run("tar", "-C", dir.toString(), "-czf", dir.resolve("theirs.tgz").toString(), "./case.json", "./sda.sectors");
        Capture theirs = Capture.read(dir.resolve("theirs.tgz"));
        assertThat(Disks.read(theirs.disks().getFirst(), 4, 1)).isEqualTo(Disks.sector(1));

        Capture.write(dir.resolve("ours.tar.gz"), theirs.about(), kept(theirs));
        run("tar", "-C", dir.toString(), "-xzf", dir.resolve("ours.tar.gz").toString());
        assertThat(dir.resolve("ours/sda.sectors")).hasContent("3 2 " + ONES + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"case", "case.tar.gz"})
    void saveWritesWhatChangedToWhereItCameFrom(String form) throws IOException {
        MemoryDisk a = new MemoryDisk(Disks.info("/dev/sda", 1L << 40));
        MemoryDisk b = new MemoryDisk(Disks.info("/dev/sdb", 10));
        Path path = dir.resolve(form);
        Capture.write(
                path, Map.of("title", "t"), List.of(new Capture.Kept(a, List.of()), new Capture.Kept(b, List.of())));

        Capture capture = Capture.read(path);
        assertThat(capture.disks()).extracting(d -> d.info().name()).containsExactly("sda", "sdb");
        capture.disks().getFirst().write((1L << 40) - 2, Disks.counting(5, 2));
        capture.save();

        Capture again = Capture.read(path);
        assertThat(Disks.read(again.disks().getFirst(), (1L << 40) - 2, 2))
                .isEqualTo(Disks.bytes(Disks.counting(5, 2)));
        assertThat(((MemoryDisk) again.disks().get(1)).extents()).isEmpty();
        assertThat(again.about()).containsExactly(Map.entry("title", "t"));
    }

    @Test
    void saveLeavesFilesAloneWhoseDiskDidNotChange() throws IOException {
        write("sda", 100, "3 2 " + ONES.replace("01", "AB") + "\n");
        Capture capture = Capture.read(dir);
        capture.save();
        assertThat(dir.resolve("sda.sectors")).content().contains("ABAB");
    }

    @Test
    void disksOfEqualNamesInDifferentDirectoriesGetNamesOfTheirOwn() throws IOException {
        Capture.write(
                dir.resolve("c"),
                Map.of(),
                List.of(
                        new Capture.Kept(new MemoryDisk(Disks.info("x/a.img", 8)), List.of()),
                        new Capture.Kept(new MemoryDisk(Disks.info("y/a.img", 8)), List.of())));
        assertThat(Capture.read(dir.resolve("c")).disks())
                .extracting(d -> d.info().name())
                .containsExactly("a.img", "a.img-2");
    }

    @Test
    void sectorSizeWwnAndModelAreKept() throws IOException {
        DiskInfo info = new DiskInfo("sda", 80, 4096, " S 1", "naa.5", "ATA X", null, false);
        Capture.write(dir.resolve("c"), Map.of(), List.of(new Capture.Kept(new MemoryDisk(info), List.of())));
        assertThat(Capture.read(dir.resolve("c")).disks().getFirst().info()).isEqualTo(info);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "/etc/passwd", "a/b", "..", ".", "", ".hidden", "nul\\u0000"})
    void aFileOutsideTheCaptureIsRefused(String meta) throws IOException {
        Files.writeString(dir.resolve("case.json"), caseOf("sda", "10", meta));
        assertThatThrownBy(() -> Capture.read(dir))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("plain file name");
    }

    @Test
    void aSymbolicLinkIsNotFollowed() throws IOException {
        write("sda", 10, "");
        Files.delete(dir.resolve("sda.sectors"));
        Files.createSymbolicLink(dir.resolve("sda.sectors"), Files.writeString(dir.resolve("elsewhere"), ""));
        assertThatThrownBy(() -> Capture.read(dir)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "10 1 HEX, 10 sectors",
        "9 2 HEX, past the end",
        "0 9223372036854775807 HEX, count overflows",
        "9223372036854775807 1 HEX, address overflows",
        "99999999999999999999 1 HEX, too large a number",
        "0 0 HEX, no sector",
        "-1 1 HEX, negative",
        "+1 1 HEX, sign",
        "0 1 HEX0, odd digits",
        "0 1 0101, too short",
        "0 1 HEXX, no hex",
        "0 HEX, no count",
        "'', only a newline",
        "0 1 HEX 0, a fourth field"
    })
    void aMalformedLineIsRefusedAndLocated(String line, String why) throws IOException {
        String hex = line.replace("HEXX", ONES.substring(2) + "xx").replace("HEX", ONES);
        write("sda", 10, "1 1 " + ONES + "\n" + hex + "\n");
        assertThatThrownBy(() -> Capture.read(dir))
                .as(why)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sda.sectors line 2");
    }

    @Test
    void linesThatOverlapAreRefused() throws IOException {
        write("sda", 10, "1 5 " + ONES + "\n5 1 " + ONES + "\n");
        assertThatThrownBy(() -> Capture.read(dir))
                .hasMessageContaining("line 2")
                .hasMessageContaining("overlaps");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"disks\": 3}",
                "{\"disks\": [3]}",
                "{\"disks\": [{}]}",
                "{\"disks\": [{\"name\": \"a\", \"sectors\": \"8\", \"meta\": \"m\"}]}",
                "{\"disks\": [{\"name\": \"a\", \"sectors\": -8, \"meta\": \"m\"}]}",
                "{\"disks\": [{\"name\": \"a\", \"sectors\": 9223372036854775807, \"meta\": \"m\"}]}",
                "{\"disks\": [{\"name\": \"a\", \"sectors\": 8, \"sectorSize\": 520, \"meta\": \"m\"}]}",
                "{\"disks\": [{\"name\": \"\", \"sectors\": 8, \"meta\": \"m\"}]}",
                "{\"disks\": [{\"name\": \"a\", \"sectors\": 8, \"meta\": \"m\"}, {\"name\": \"a\", \"sectors\": 8, \"meta\": \"n\"}]}",
                "{\"disks\": [{\"name\": \"a\", \"sectors\": 8, \"meta\": \"m\"}, {\"name\": \"b\", \"sectors\": 8, \"meta\": \"m\"}]}",
                "{\"disks\": [{\"name\": \"a\", \"sectors\": 8, \"meta\": \"absent\"}]}"
            })
    void aMalformedCaseIsRefused(String json) throws IOException {
        Files.writeString(dir.resolve("case.json"), json);
        Files.writeString(dir.resolve("m"), "");
        Files.writeString(dir.resolve("n"), "");
        assertThatThrownBy(() -> Capture.read(dir))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(dir.toString());
    }

    @Test
    void unknownFieldsAreIgnored() throws IOException {
        write("sda", 10, "");
        String json = Files.readString(dir.resolve("case.json"));
        Files.writeString(dir.resolve("case.json"), "{\"new\": [1.5, null, {\"x\": true}]," + json.substring(1));
        assertThat(Capture.read(dir).disks()).hasSize(1);
    }

    @Test
    void aDamagedArchiveIsRefused() throws IOException {
        Path whole = dir.resolve("c.tar.gz");
        Capture.write(whole, Map.of(), List.of(new Capture.Kept(new MemoryDisk(Disks.info("a", 8)), List.of())));
        byte[] bytes = Files.readAllBytes(whole);
        for (int length = 0; length < bytes.length - 8; length += 7) {
            Path part = dir.resolve("part.tar.gz");
            Files.write(part, java.util.Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> Capture.read(part)).as("%d bytes", length).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsOutsideADiskIsNeitherReadNorWritten() {
        MemoryDisk disk = new MemoryDisk(Disks.info("a", 8));
        MemorySegment two = SectorBuffer.allocate(2);
        assertThatThrownBy(() -> disk.read(7, two)).hasMessage("pread a sector 7+2 of 8: EINVAL");
        assertThatThrownBy(() -> disk.write(Long.MAX_VALUE, two)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.read(-1, two)).isInstanceOf(IOException.class);
    }

    private void write(String name, long sectors, String text) throws IOException {
        Files.writeString(dir.resolve("case.json"), caseOf(name, Long.toString(sectors), name + ".sectors"));
        Files.writeString(dir.resolve(name + ".sectors"), text);
    }

    private static String caseOf(String name, String sectors, String meta) {
        return "{\"disks\": [{\"name\": \"%s\", \"sectors\": %s, \"serial\": \"S\", \"meta\": \"%s\"}]}"
                .formatted(name, sectors, meta);
    }

    private static List<Capture.Kept> kept(Capture capture) {
        return capture.disks().stream()
                .map(d -> new Capture.Kept(d, ((MemoryDisk) d).extents()))
                .toList();
    }

    private static List<DiskInfo> infos(Capture capture) {
        return capture.disks().stream().map(Disk::info).toList();
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }
}
