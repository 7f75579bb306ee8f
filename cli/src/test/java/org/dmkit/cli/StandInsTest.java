package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.dmkit.blockio.Capture;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.ImageDisk;
import org.dmkit.blockio.MemoryDisk;
import org.dmkit.blockio.SectorBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captures and image files in the place of disks: what becomes of them, and how their disks are told apart. */
class StandInsTest {
    private final Terminal terminal = new Terminal();

    @TempDir
    Path directory;

    private Path mirror = Path.of("");

    @BeforeEach
    void copyMirror() throws IOException {
        mirror = Captures.copy("isw/raid1-2disk", directory);
    }

    private ExitCode type(String words, Path... disks) {
        return terminal.type(Stream.concat(
                        Stream.of(disks).flatMap(d -> Stream.of("--disks", d.toString())),
                        Stream.of(words.split(" ", -1)))
                .toArray(String[]::new));
    }

    @Test
    void aCaptureStaysAsItIsUnlessAskedToChange() throws IOException {
        Map<String, String> before = Captures.contents(mirror);
        assertThat(type("fail mirror sdb", mirror)).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).startsWith("fail: done");
        assertThat(terminal.err())
                .isEqualTo(
                        "dmkit: not written: " + mirror + " (simulated in memory; to keep the change add --write)\n");
        type("activate --all", mirror);
        assertThat(Captures.contents(mirror)).isEqualTo(before);
        assertThat(type("fail mirror sdb --write", mirror)).isEqualTo(ExitCode.DONE);
        assertThat(terminal.err()).isEqualTo("dmkit: simulated; " + mirror + " was changed\n");
        assertThat(Captures.contents(mirror)).isNotEqualTo(before);
    }

    @Test
    void dmraidLeavesACaptureAloneToo() throws IOException {
        Map<String, String> before = Captures.contents(mirror);
        assertThat(type("dmraid -ay", mirror)).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).isEqualTo("RAID set \"isw_h_mirror\" was activated\n");
        assertThat(terminal.err()).startsWith("dmkit: not written: " + mirror);
        assertThat(Captures.contents(mirror)).isEqualTo(before);
    }

    @Test
    void theImagesOfAGoodMirrorAreNotCalledStale() throws IOException {
        Path a = image("a.img", 0);
        Path b = image("b.img", 1);
        type("show", a, b);
        assertThat(terminal.out())
                .contains("not used: the metadata don't know its serial, see: dmkit scan")
                .doesNotContain("stale");
        type("scan", a, b);
        assertThat(terminal.out())
                .contains("isw.serial " + a
                        + " sector 1048574 serial: found a, expected WD-ISW0000 or WD-ISW0001"
                        + " (the disk is not used; if it is an image, say whose: --disks PATH,serial=SERIAL)")
                .doesNotContain("contradict")
                .doesNotContain("erase");
        assertThat(type("show", Path.of(a + ",serial=WD-ISW0000"), Path.of(b + ",serial=WD-ISW0001")))
                .isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).contains("isw_h_mirror  RAID 1  200 MiB  complete");
    }

    @Test
    void anImageStaysAsItIsUnlessAskedToChange() throws IOException {
        Path a = image("a.img", 0);
        Path b = image("b.img", 1);
        byte[] before = tail(a);
        Path one = Path.of(a + ",serial=WD-ISW0000");
        Path two = Path.of(b + ",serial=WD-ISW0001");
        assertThat(type("fail mirror 1", one, two)).isEqualTo(ExitCode.DONE);
        assertThat(terminal.err()).contains("not written: " + a);
        assertThat(tail(a)).isEqualTo(before);
        assertThat(type("fail mirror 1 --write", one, two)).isEqualTo(ExitCode.DONE);
        assertThat(terminal.err()).contains("simulated; " + a + " was changed");
        assertThat(tail(a)).isNotEqualTo(before);
    }

    @Test
    void disksOfOneNameAreTwoDisks() throws IOException {
        Path other = Captures.copy("sil/raid1-2disk-3tib", directory);
        assertThat(type("scan", mirror, other)).isEqualTo(ExitCode.DONE);
        assertThat(terminal.lines())
                .anyMatch(l -> l.startsWith(mirror + "/sda") && l.contains("isw_h_mirror"))
                .anyMatch(l -> l.startsWith(other + "/sda") && l.contains("sil_"));
        type("table", mirror, other);
        assertThat(terminal.out()).contains("isw_h_mirror: ", "sil_");
        assertThat(type("fail mirror " + mirror + "/sdb --write", mirror, other))
                .isEqualTo(ExitCode.DONE);
        assertThat(terminal.err()).isEqualTo("dmkit: simulated; " + mirror + " was changed\n");
        assertThat(type("fail mirror sda", mirror, other)).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.err())
                .isEqualTo("dmkit: sda is the name of several disks; name one of " + mirror + "/sda, " + other
                        + "/sda [cli.name]\n");
    }

    @Test
    void whatIsGivenTwiceIsRefused() throws IOException {
        assertThat(type("scan", mirror, mirror)).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.err()).isEqualTo("dmkit: " + mirror + ": given twice\n");
        Path a = image("a.img", 0);
        Files.createSymbolicLink(directory.resolve("link.img"), a);
        assertThat(type("scan", a, directory.resolve("link.img"))).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void onDisksEveryChangeLasts() {
        assertThat(type("show --write", Path.of("/dev/null"))).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.err())
                .isEqualTo("dmkit: --write is for captures and image files: on disks every change lasts\n");
    }

    /** One disk of the mirror, as somebody has copied it into a file. */
    private Path image(String name, int number) throws IOException {
        var disk = (MemoryDisk) Capture.read(mirror).disks().get(number);
        Path file = directory.resolve(name);
        try (var channel = Files.newByteChannel(
                file, java.nio.file.StandardOpenOption.CREATE_NEW, java.nio.file.StandardOpenOption.WRITE)) {
            channel.position(disk.info().sectors() * 512 - 1).write(java.nio.ByteBuffer.allocate(1));
        }
        try (Disk image = ImageDisk.open(file, true)) {
            for (var extent : disk.extents()) {
                var sectors = new SectorBuffer((int) extent.count()).sectors(extent.count());
                disk.read(extent.lba(), sectors);
                image.write(extent.lba(), sectors);
            }
        }
        return file;
    }

    private static byte[] tail(Path image) throws IOException {
        try (Disk disk = ImageDisk.open(image, false)) {
            var sectors = new SectorBuffer(128).sectors(128);
            disk.read(disk.info().sectors() - 128, sectors);
            return sectors.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        }
    }
}
