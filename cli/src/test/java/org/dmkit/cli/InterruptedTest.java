package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.blockio.SectorBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking at a machine tells of changes that were interrupted, and leaves them as they are. */
class InterruptedTest {
    @TempDir
    Path directory;

    private LastingMachine machine;

    @BeforeEach
    void interrupt() throws IOException {
        machine = new LastingMachine(Captures.copy("isw/raid1-2disk", directory));
        machine.type("scan");
        assertThat(machine.out()).doesNotContain("interrupted");
        machine.interrupt("activate mirror");
    }

    @Test
    void scanAndShowTellOfItUntilItIsRecovered() {
        String line = "isw_h: a change was interrupted; complete it: dmkit recover\n";
        for (String words : List.of("scan", "show", "show mirror", "scan")) {
            assertThat(machine.type(words)).isEqualTo(ExitCode.DONE);
            assertThat(machine.out()).as(words).endsWith(line);
        }
        assertThat(machine.type("recover")).isEqualTo(ExitCode.DONE);
        assertThat(machine.out()).isEqualTo("isw_h: an interrupted change was completed\n");
        for (String words : List.of("scan", "show")) {
            machine.type(words);
            assertThat(machine.out()).as(words).doesNotContain("interrupted");
        }
    }

    @Test
    void programsGetTheCommandToType() {
        for (String words : List.of("scan --json", "show --json")) {
            machine.type(words);
            assertThat(machine.out().replaceAll("\\s+", " "))
                    .contains("\"interrupted\" : [ { \"group\" : \"isw_h\", \"ending\" : \"complete\","
                            + " \"message\" : \"isw_h: a change was interrupted; complete it: dmkit recover\","
                            + " \"command\" : \"dmkit recover\" } ]");
        }
        machine.type("recover");
        machine.type("scan --json");
        assertThat(machine.out()).contains("\"interrupted\" : [ ]");
    }

    @Test
    void onACaptureTheCommandNamesIt() throws IOException {
        Path captured = directory.resolve("it's captured");
        machine.type("capture " + captured.toString().replace(' ', '_'));
        Path moved = directory.resolve("it's_captured");
        var terminal = new Terminal();
        terminal.type("--disks", moved.toString(), "show");
        String command = "dmkit --disks '" + directory + "/it'\\''s_captured' recover --write";
        assertThat(terminal.out()).endsWith("complete it: " + command + "\n");
        assertThat(terminal.type("--disks", moved.toString(), "recover", "--write"))
                .isEqualTo(ExitCode.DONE);
        terminal.type("--disks", moved.toString(), "show");
        assertThat(terminal.out()).doesNotContain("interrupted");
    }

    @Test
    void aRecordOfANewerVersionIsToldOf() throws IOException {
        for (Disk disk : machine.machine().disks()) {
            for (Extent record : records(disk)) {
                MemorySegment sector = new SectorBuffer(1).sectors(1);
                disk.read(record.lba(), sector);
                sector.set(ValueLayout.JAVA_BYTE, "dmkit redo ".length(), (byte) '9');
                disk.write(record.lba(), sector);
                disk.flush();
            }
        }
        for (String words : List.of("scan", "show")) {
            machine.type(words);
            assertThat(machine.out())
                    .as(words)
                    .contains("redo.newer-version sda sector ", "the redo record of a newer dmkit")
                    .doesNotContain("dmkit recover\n");
        }
        machine.type("show --json");
        assertThat(machine.out()).contains("\"ending\" : \"leave-alone\"", "\"command\" : \"\"");
    }

    private static List<Extent> records(Disk disk) throws IOException {
        long sectors = disk.info().sectors();
        MemorySegment tail = new SectorBuffer(128).sectors(128);
        disk.read(sectors - 128, tail);
        return LongStream.range(0, 128)
                .filter(i -> new String(
                                tail.asSlice(i * 512, 11).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.US_ASCII)
                        .equals("dmkit redo "))
                .mapToObj(i -> new Extent(sectors - 128 + i, 1))
                .toList();
    }
}
