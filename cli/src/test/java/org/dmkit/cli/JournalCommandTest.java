package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.blockio.Capture;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.SectorBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --journal}, where the disks have no free sector. */
class JournalCommandTest {
    private static final int TAIL = 128;

    private final Terminal terminal = new Terminal();

    @TempDir
    Path directory;

    private Path mirror;
    private Path journal;

    @BeforeEach
    void fill() throws IOException {
        mirror = Captures.copy("isw/raid1-2disk", directory);
        journal = directory.resolve("usb-stick");
        Capture capture = Capture.read(mirror);
        for (Disk disk : capture.disks()) {
            MemorySegment sector = SectorBuffer.allocate(1);
            for (long lba = disk.info().sectors() - TAIL; lba < disk.info().sectors(); lba++) {
                disk.read(lba, sector);
                if (Arrays.equals(sector.toArray(ValueLayout.JAVA_BYTE), new byte[512])) {
                    sector.set(ValueLayout.JAVA_BYTE, 0, (byte) 'x');
                    disk.write(lba, sector);
                }
            }
            disk.flush();
        }
        capture.save();
    }

    private ExitCode type(String words) {
        return terminal.on(
                mirror,
                Stream.of(words.split(" ", -1))
                        .map(w -> w.equals("PATH") ? journal.toString() : w)
                        .toArray(String[]::new));
    }

    @Test
    void theRemedyOfARefusalWorksWhenItIsTyped() throws IOException {
        for (String words : new String[] {"rename mirror home", "fail home sdb"}) {
            Files.deleteIfExists(journal);
            assertThat(type(words)).isEqualTo(ExitCode.REFUSED);
            assertThat(terminal.err()).contains("change.no-room-for-redo", "; or add --journal PATH, ");
            assertThat(type(words + " --journal PATH")).as(terminal.err()).isEqualTo(ExitCode.DONE);
            assertThat(journal).hasSize(TAIL * 512);
        }
    }

    @Test
    void whatOnlyStandsInForDisksLeavesTheJournalAlone() {
        assertThat(type("rename mirror home --journal PATH --dry-run"))
                .as(terminal.err())
                .isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).contains("save the redo record on " + journal);
        assertThat(journal).doesNotExist();
        assertThat(terminal.type(
                        "--disks", mirror.toString(), "--journal", journal.toString(), "rename", "mirror", "home"))
                .isEqualTo(ExitCode.DONE);
        assertThat(journal).doesNotExist();
        assertThat(type("rename mirror home")).as("nothing was renamed").isEqualTo(ExitCode.REFUSED);
    }

    /** As if the second disk had not been written when the power went: it is as it was. */
    private void interrupt() throws IOException {
        Path before = mirror.resolve("sdb.before");
        Files.copy(mirror.resolve("sdb.sectors"), before);
        assertThat(type("rename mirror home --journal PATH")).isEqualTo(ExitCode.DONE);
        Files.move(before, mirror.resolve("sdb.sectors"), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void whatWasInterruptedIsToldAndBroughtToAnEnd() throws IOException {
        interrupt();
        String command = "dmkit --disks " + mirror + " --journal " + journal + " recover --write";
        for (String words : new String[] {"scan", "show"}) {
            assertThat(type(words + " --journal PATH")).isEqualTo(ExitCode.DONE);
            assertThat(terminal.out()).endsWith("a change was interrupted; complete it: " + command + "\n");
        }
        assertThat(type("recover --journal PATH")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).isEqualTo("isw_h: an interrupted change was completed\n");
        assertThat(type("show")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).contains("isw_h_home", "complete").doesNotContain("interrupted");
    }

    @Test
    void everyChangeBringsItToAnEndFirst() throws IOException {
        interrupt();
        assertThat(type("fail home sdb --journal PATH")).as(terminal.err()).isEqualTo(ExitCode.DONE);
        assertThat(terminal.err()).contains("isw_h: an interrupted change was completed");
    }

    @Test
    void oneThatIsNotThereIsAskedForInVain() throws IOException {
        interrupt();
        Files.delete(journal);
        byte[] before = Files.readAllBytes(mirror.resolve("sdb.sectors"));
        for (String words : new String[] {"recover", "scan", "show"}) {
            assertThat(type(words + " --journal PATH")).as(words).isEqualTo(ExitCode.REFUSED);
            assertThat(terminal.err()).contains(journal + ": there is no such journal");
        }
        assertThat(Files.readAllBytes(mirror.resolve("sdb.sectors"))).isEqualTo(before);
        assertThat(journal).doesNotExist();
    }

    @Test
    void oneThatHoldsNoRecordIsToldOf() throws IOException {
        Files.write(journal, new byte[] {1, 2, 3});
        assertThat(type("recover --journal PATH")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).contains("journal.damaged " + journal);
        assertThat(type("rename mirror home --journal PATH")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.err()).contains("something that is no journal of dmkit's");
        assertThat(journal).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void oneInMemoryIsRefusedOnARealMachine() throws IOException {
        Path shm = Path.of("/dev/shm");
        assumeThat(shm).isDirectory();
        assumeThat(Files.getFileStore(shm).type()).isEqualTo("tmpfs");
        assertThatThrownBy(() ->
                        JournalFile.onThisMachine(Optional.of(shm.resolve("dmkit-journal-test")), true, closed -> {}))
                .hasMessageContaining("in memory (tmpfs), which a power cut empties");
    }
}
