package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.dmkit.dm.DmName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@code --dry-run} every command tells what it would do, or refuses; none does anything. */
class DryRunTest {
    private final Terminal terminal = new Terminal();

    @TempDir
    Path directory;

    private Path mirror = Path.of("");

    @BeforeEach
    void copyMirror() throws IOException {
        mirror = Captures.copy("isw/raid1-2disk", directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan", "show", "table", "formats", "capture NEW", "demo --keep NEW"})
    void whereItHasNoMeaningItIsRefusedInOneSentence(String words) {
        Path created = directory.resolve("new");
        String[] typed = words.replace("NEW", created.toString()).split(" ", -1);
        String[] dry = new String[typed.length + 1];
        dry[0] = "--dry-run";
        System.arraycopy(typed, 0, dry, 1, typed.length);
        assertThat(terminal.on(mirror, dry)).isEqualTo(ExitCode.USAGE);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err().lines())
                .containsExactly(
                        "dmkit: --dry-run has no meaning for " + typed[0] + "; nothing was done (try 'dmkit --help')");
        assertThat(created).doesNotExist();
    }

    @Test
    void helpTellsOfItWhereItHasAMeaning() {
        terminal.type("capture", "--help");
        assertThat(terminal.out()).doesNotContain("--dry-run");
        terminal.type("fail", "--help");
        assertThat(terminal.out()).contains("--dry-run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-r -E", "-r -D", "-E -r", "-ay -Z", "-s", "-x isw_h_mirror", "-h", "--nosuch"})
    void dmraidIsRefusedWhatItsTestDoesNotGoWith(String words) throws IOException {
        Map<String, String> before = Captures.contents(mirror);
        assertThat(terminal.on(mirror, ("--dry-run dmraid " + words).split(" ", -1)))
                .isEqualTo(ExitCode.USAGE);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err().lines())
                .containsExactly("dmkit: --dry-run stands for dmraid's -t (beside -ay or -an), which does not go with: "
                        + words);
        assertThat(Captures.contents(mirror)).isEqualTo(before);
    }

    @Test
    void dmraidStartsNothingAndPrintsTheTables() throws IOException {
        Map<String, String> before = Captures.contents(mirror);
        assertThat(terminal.on(mirror, "--dry-run", "dmraid", "-ay")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.lines())
                .containsExactly(
                        "isw_h_mirror: 0 409600 mirror core 2 256 nosync 2 /dev/sda 0 /dev/sdb 0 1 handle_errors");
        assertThat(Captures.contents(mirror)).isEqualTo(before);
        assertThat(terminal.on(mirror, "--dry-run", "dmraid", "-an")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.lines()).containsExactly("isw_h_mirror [inactive]");
    }

    @Test
    void recoverTellsWhatItWouldDoAndLeavesIt() throws IOException {
        var machine = new LastingMachine(mirror);
        machine.interrupt("activate mirror");
        for (int i = 0; i < 2; i++) {
            assertThat(machine.type("recover --dry-run")).isEqualTo(ExitCode.DONE);
            assertThat(machine.out().lines())
                    .satisfiesExactly(
                            l -> assertThat(l).isEqualTo("isw_h: an interrupted change would be completed"),
                            l -> assertThat(l).isEqualTo("  1  mark the redo record completing"),
                            l -> assertThat(l).startsWith("  2  write metadata on sda: sectors "),
                            l -> assertThat(l).startsWith("  3  write metadata on sdb: sectors "),
                            l -> assertThat(l).isEqualTo("  4  mark the redo record finished"));
            assertThat(machine.err()).isEmpty();
        }
        machine.type("recover --dry-run --json");
        assertThat(machine.out().replaceAll("\\s", ""))
                .startsWith("{\"schema\":1,\"command\":\"recover\",\"events\":[{\"event\":\"recovered\","
                        + "\"group\":\"isw_h\",\"outcome\":\"completed\"}],\"steps\":[\"marktheredorecordcompleting\","
                        + "\"writemetadataonsda");
        assertThat(machine.type("recover")).isEqualTo(ExitCode.DONE);
        assertThat(machine.out().lines()).containsExactly("isw_h: an interrupted change was completed");
        machine.type("recover --dry-run");
        assertThat(machine.out().lines()).containsExactly("nothing to do");
    }

    @Test
    void aPlanBeginsWhereRecoveryWouldEnd() throws IOException {
        var machine = new LastingMachine(mirror);
        machine.interrupt("activate mirror");
        assertThat(machine.type("fail mirror sdb --dry-run")).isEqualTo(ExitCode.DONE);
        assertThat(machine.err().lines()).containsExactly("dmkit: isw_h: an interrupted change would be completed");
        assertThat(machine.out()).contains("  2  write metadata on sda: sectors ");
        machine.type("recover");
        assertThat(machine.out()).contains("was completed");
    }

    @Test
    void aRoundOfTheMonitorTellsWhatItWouldDoAndLeavesIt() throws IOException {
        var machine = new LastingMachine(mirror);
        machine.interrupt("activate mirror");
        assertThat(machine.type("monitor --once --dry-run")).isEqualTo(ExitCode.DONE);
        assertThat(machine.out().lines()).containsExactly("isw_h: an interrupted change would be completed");
        assertThat(machine.type("activate mirror")).isEqualTo(ExitCode.DONE);
        machine.pull("sdb");
        machine.machine().open(new DmName("isw_h_mirror")).flush();
        assertThat(machine.type("monitor --once --dry-run")).isEqualTo(ExitCode.DONE);
        String would = machine.out();
        assertThat(machine.type("monitor --once --dry-run")).isEqualTo(ExitCode.DONE);
        assertThat(machine.out())
                .isEqualTo(would)
                .isEqualTo("isw_h_mirror: WD-ISW0001 has failed and would be marked so\n");
        assertThat(machine.type("monitor --once")).isEqualTo(ExitCode.DONE);
        assertThat(machine.out()).isEqualTo("isw_h_mirror: WD-ISW0001 has failed and is marked so\n");
    }

    @Test
    void theMonitorCanOnlyTryOneRound() {
        assertThat(terminal.on(mirror, "monitor", "--dry-run")).isEqualTo(ExitCode.USAGE);
        assertThat(terminal.err()).isEqualTo("dmkit: --dry-run goes with --once only; nothing was done\n");
    }

    @Test
    void everyLineOfATableIsPrinted() throws IOException {
        Path concatenated = Captures.copy("nvidia/jbod-3disk-shuffled", directory);
        assertThat(terminal.on(concatenated, "activate", "--all", "--dry-run")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).containsPattern("create \\S+: 0 \\d+ linear \\S+ 0; \\d+ \\d+ linear ");
    }

    @Test
    void whatMayNotBeDoneIsRefusedInATrialToo() {
        assertThat(terminal.on(mirror, "remove", "mirror", "sda", "--dry-run")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.err()).contains("[change.in-use]");
    }
}
