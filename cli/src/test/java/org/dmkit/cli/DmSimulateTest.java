package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --simulate FILE}: verbs of {@code dmkit dm} on a machine that is kept in a file. */
class DmSimulateTest {
    private static final String DISKS = """
            { "devices": [], "blocks": [
              { "number": "8:0", "name": "sda", "sectors": 4096, "sectorSize": 512 },
              { "number": "8:16", "name": "sdb", "sectors": 4096, "sectorSize": 4096 } ] }
            """;

    private final DmShell shell = new DmShell();

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void aMachine() throws IOException {
        file = Files.writeString(directory.resolve("machine"), DISKS);
    }

    private ExitCode dm(String... words) {
        var all = new ArrayList<String>(List.of(words));
        all.addAll(1, List.of("--simulate", file.toString()));
        return shell.dm(all.toArray(String[]::new));
    }

    private void done(String... words) {
        assertThat(dm(words)).as(shell.err() + shell.out()).isEqualTo(ExitCode.DONE);
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void aScriptIsTriedVerbByVerb() throws Exception {
        done("create", "low", "linear:/dev/sda", "--uuid", "U-1");
        done("create", "top", "striped:64KiB:low,/dev/sdb", "--readonly");
        done("ls", "--tree");
        assertThat(shell.lines()).containsExactly("top (253:1)", "|- low (253:0)", "|  `- sda (8:0)", "`- sdb (8:16)");
        done("info", "top");
        assertThat(shell.lines()).contains("readOnly       true");
        done("swap", "uuid:U-1", "zero:4096");
        done("ls", "--tree");
        assertThat(shell.lines()).containsExactly("top (253:1)", "|- low (253:0)", "`- sdb (8:16)");
    }

    @Test
    void aDeviceKeepsItsNumberWhenOneBeforeItGoes() {
        done("create", "one", "zero:8");
        done("create", "two", "linear:sda");
        done("create", "three", "linear:two");
        done("remove", "one");
        done("ls");
        assertThat(shell.lines()).containsExactly("three\t253:2", "two\t253:1");
        done("table", "three");
        assertThat(shell.lines()).containsExactly("0 4096 linear 253:1 0");
    }

    @Test
    void whatIsLoadedAndSuspendedStaysSo() {
        done("create", "x", "linear:sda");
        done("load", "x", "linear:sdb");
        done("suspend", "x");
        done("info", "x");
        assertThat(shell.lines()).contains("state          suspended", "inactiveTable  true");
        done("resume", "x");
        done("table", "x");
        assertThat(shell.lines()).containsExactly("0 4096 linear 8:16 0");
        done("info", "x");
        assertThat(shell.lines()).contains("state          active", "inactiveTable  false");
        done("create", "y", "--no-table");
        done("info", "y");
        assertThat(shell.lines()).contains("state          without-table");
    }

    @Test
    void thisMachineIsLeftAlone() throws Exception {
        done("create", "x", "linear:sda");
        assertThat(shell.mapper.devices()).isEmpty();
        try (Stream<Path> all = Files.list(directory)) {
            assertThat(all).as("nothing lies beside the file").containsExactly(file);
        }
    }

    @Test
    void onlyAChangeThatIsDoneIsWritten() throws IOException {
        done("ls");
        done("create", "x", "linear:sda", "--dry-run");
        assertThat(dm("create", "x", "linear:sdz")).isEqualTo(ExitCode.REFUSED);
        assertThat(dm("remove", "x")).isEqualTo(ExitCode.REFUSED);
        assertThat(Files.readString(file)).isEqualTo(DISKS);
        done("create", "x", "linear:sda");
        assertThat(Files.readString(file)).contains("\"name\" : \"x\"", "\"name\" : \"sdb\"");
    }

    @Test
    void aBatchRunsThereAndACommandDoesNot() throws IOException {
        shell.input = "create x linear:sda\ncreate y linear:x\n";
        done("apply", "-");
        shell.input = "swap x linear:sdb\nremove y\n";
        done("apply", "-");
        done("ls");
        assertThat(shell.lines()).containsExactly("x\t253:0");
        shell.input = "create z zero:8\n";
        assertThat(dm("run", "-", "--", "true")).isEqualTo(ExitCode.BACKED_OUT);
        assertThat(shell.out())
                .isEqualTo("run: a command would find the devices of this machine, not the simulated ones; with"
                        + " --dry-run it is told what would be done; taken back, all is as before\n");
        done("ls");
        assertThat(shell.lines()).containsExactly("x\t253:0");
    }

    @Test
    void itsRequestsCanBeTraced() {
        done("create", "x", "zero:8");
        assertThat(dm("info", "x", "--trace")).isEqualTo(ExitCode.DONE);
        assertThat(shell.err()).contains("DM_DEV_STATUS x: ");
    }

    @Test
    void whatIsExportedHereCanBeTriedThere() throws IOException {
        shell.dm("create", "low", "striped:64KiB:sda,sdb");
        shell.dm("create", "top", "0 2048 linear /dev/mapper/low 8; 2048 8 error");
        shell.dm("export");
        Files.writeString(file, shell.out());
        shell.dm("table");
        List<String> tables = shell.lines();
        done("table");
        assertThat(shell.lines()).isEqualTo(tables);
        done("wipe", "top");
        done("remove", "low");
        assertThat(shell.mapper.devices()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|:1:1: there is no \"devices\"",
                "{'devices':[],'blocks':[{'number':'8','name':'a','sectors':8,'sectorSize':512}]}|"
                        + ":1:25: not MAJOR:MINOR: 8",
                "{'devices':[],'blocks':[{'number':'8:0','name':'a','sectors':8,'sectorSize':520}]}|"
                        + ":1:25: sectors of 520 bytes: there are those of 512 and 4096",
                "{'devices':[],'blocks':[{'number':'8:0','name':'a','sectors':8,'sectorSize':512},"
                        + "{'number':'8:0','name':'b','sectors':8,'sectorSize':512}]}|"
                        + ":1:82: another block has the number 8:0",
                "{'devices':[{'name':'x','number':'253','lines':[]}]}|:1:34: not MAJOR:MINOR: 253",
                "{'devices':[{'name':'x','lines':[{'length':8,'target':'linear','parameters':'/dev/mapper/x 0'}]}]}|"
                        + ":1:13: x would stand on itself",
                "{'devices':[{'name':'x','lines':[{'length':8,'target':'linear','parameters':'/dev/sdz 0'}]}]}|"
                        + ":1:13: line 1, word 4: there is no block device /dev/sdz",
                "{'devices':[{'name':'x','number':'253:7','lines':[]},{'name':'y','number':'253:7','lines':[]}]}|"
                        + ":1:54: DM_DEV_CREATE y: EBUSY",
            })
    void whatNoMachineCanBeIsToldWithItsPlace(String text, String message) throws IOException {
        String written = text.replace('\'', '"');
        Files.writeString(file, written);
        assertThat(dm("ls")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).isEqualTo("dmkit: " + file + message + "\n");
        assertThat(Files.readString(file)).isEqualTo(written);
    }

    @Test
    void aFileThatIsNotThereOrCannotBeWrittenIsTold() {
        file = directory.resolve("none");
        assertThat(dm("ls")).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.err()).isEqualTo("dmkit: " + file + ": no such file\n");
        assertThat(shell.dm("ls", "--simulate", "-")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("--simulate takes a file, which is written, and not standard input");
    }

    @Test
    void anOptionOfTheWholeIsNoneOfOneVerbAmongSeveral() {
        for (String option : List.of("--dry-run", "--json", "--trace", "--no-udev", "--simulate " + file)) {
            shell.input = "create x zero:8 " + option + "\n";
            assertThat(shell.dm("apply", "-")).as(option).isEqualTo(ExitCode.USAGE);
            assertThat(shell.err())
                    .isEqualTo("dmkit: -:1:1: " + option.split(" ")[0]
                            + " is for the whole file: it belongs behind the verb that reads it\n");
        }
    }
}
