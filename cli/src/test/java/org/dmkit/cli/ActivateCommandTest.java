package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.dmkit.dm.DmName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting and stopping tells of every set how it went. */
class ActivateCommandTest {
    private final Terminal terminal = new Terminal();

    @TempDir
    Path directory;

    private Path twoSets = Path.of("");
    private Path failed = Path.of("");

    @BeforeEach
    void copyCaptures() throws IOException {
        twoSets = Captures.copy("via/two-sets", directory);
        failed = Captures.copy("isw/raid0-member-absent", directory);
        Captures.rename(failed, "sd", "sdx");
    }

    private ExitCode onBoth(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "--disks";
        all[1] = failed.toString();
        System.arraycopy(words, 0, all, 2, words.length);
        return terminal.on(twoSets, all);
    }

    @Test
    void everySetHasALineAndOneThatIsNotStartedIsAFailure() {
        assertThat(onBoth("activate", "--all")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.lines()).containsExactly("via_bgcheffibd: started", "via_cbgedcgggb: started");
        assertThat(terminal.err().lines())
                .containsExactly("dmkit: isw_edjaebbab_stripe has lost too many members; see: dmkit show [set.failed]");
    }

    @Test
    void aMirrorThatRunsInDmraidsTableIsToldOf() throws IOException {
        Path mirror = Captures.copy("via/raid01-4disk", directory);
        assertThat(terminal.on(mirror, "activate", "--all")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.err().lines())
                .singleElement()
                .satisfies(l -> assertThat(l)
                        .startsWith("dmkit: set.classic-table ")
                        .contains("via metadata can't be written"));
    }

    @Test
    void everySetIsAnObjectOfOneDocument() {
        assertThat(onBoth("activate", "--all", "--json")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.out().replaceAll("\\s+", " "))
                .isEqualTo("{ \"schema\" : 1, \"command\" : \"activate\","
                        + " \"change\" : \"activate via_bgcheffibd, via_cbgedcgggb, isw_edjaebbab_stripe\","
                        + " \"outcome\" : \"refused\", \"changed\" : true, \"sets\" : ["
                        + " { \"name\" : \"via_bgcheffibd\", \"outcome\" : \"started\" },"
                        + " { \"name\" : \"via_cbgedcgggb\", \"outcome\" : \"started\" },"
                        + " { \"name\" : \"isw_edjaebbab_stripe\", \"outcome\" : \"refused\","
                        + " \"code\" : \"set.failed\","
                        + " \"message\" : \"isw_edjaebbab_stripe has lost too many members\","
                        + " \"remedy\" : \"see: dmkit show\" } ] } ");
    }

    @Test
    void aDryRunNamesThoseThatWouldNotStartToo() {
        assertThat(onBoth("activate", "--all", "--dry-run")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.lines())
                .anyMatch(l -> l.startsWith("  1  create via_bgcheffibd: "))
                .anyMatch(l -> l.contains("  create via_cbgedcgggb: 0 204799 raid raid1 "));
        assertThat(terminal.err()).contains("[set.failed]");
    }

    @Test
    void oneSetOfAGroupThatMayNotStartKeepsNoOtherFromIt() throws IOException {
        Path matrix = Captures.copy("isw/matrix-raid0-raid5-offset", directory);
        Captures.takeOut(matrix, "sdb");
        assertThat(terminal.on(matrix, "activate", "--all", "--degraded")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.lines()).containsExactly("isw_edjaebbab_five: started");
        assertThat(terminal.err()).contains("isw_edjaebbab_zero has lost too many members");
    }

    @Test
    void namedSetsAreToldInTheSameWay() throws IOException {
        Path matrix = Captures.copy("isw/matrix-raid0-raid5-offset", directory);
        assertThat(terminal.on(matrix, "activate", "five", "zero")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.lines()).containsExactly("isw_edjaebbab_five: started", "isw_edjaebbab_zero: started");
        assertThat(terminal.on(failed, "activate", "stripe")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void aBlockedSetIsNamedWithItsReason() throws IOException {
        Path blocked = Captures.copy("isw/raid0-general-migration-2-to-3", directory);
        assertThat(terminal.on(blocked, "activate", "--all")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err().lines()).hasSize(1);
        assertThat(terminal.err()).startsWith("dmkit: isw_edjaebbab_olce: isw.migrating sda ");
    }

    @Test
    void whatRunsAlreadyAndWhatDoesNotRunIsToldApart() throws IOException {
        var machine = new LastingMachine(twoSets);
        assertThat(machine.type("activate via_bgcheffibd")).isEqualTo(ExitCode.DONE);
        assertThat(machine.type("activate --all")).isEqualTo(ExitCode.DONE);
        assertThat(machine.out().lines()).containsExactly("via_bgcheffibd: already active", "via_cbgedcgggb: started");
        machine.type("activate --all --json");
        assertThat(machine.out()).contains("\"changed\" : false").doesNotContain("started");
        assertThat(machine.type("deactivate via_bgcheffibd")).isEqualTo(ExitCode.DONE);
        assertThat(machine.type("deactivate --all")).isEqualTo(ExitCode.DONE);
        assertThat(machine.out().lines()).containsExactly("via_bgcheffibd: not active", "via_cbgedcgggb: stopped");
    }

    @Test
    void aSetInUseDoesNotKeepTheOthersFromStopping() throws IOException {
        var machine = new LastingMachine(twoSets);
        machine.type("activate --all");
        try (var open = machine.machine().open(new DmName("via_bgcheffibd"))) {
            assertThat(machine.type("deactivate --all")).isEqualTo(ExitCode.REFUSED);
            assertThat(open.info().sectors()).isPositive();
        }
        assertThat(machine.out().lines()).containsExactly("via_cbgedcgggb: stopped");
        assertThat(machine.err())
                .isEqualTo("dmkit: via_bgcheffibd is in use; umount it, and stop what stands on it [set.in-use]\n");
    }

    /** Its parity can't be trusted: only a resync makes it clean. */
    @Test
    void stoppingWhatDoesNotRunMakesNothingClean() throws IOException {
        Path dirty = Captures.copy("isw/raid5-dirty", directory);
        Map<String, String> before = Captures.contents(dirty);
        assertThat(terminal.on(dirty, "deactivate", "--all")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.lines()).containsExactly("isw_edjaebbab_dirty: not active");
        assertThat(Captures.contents(dirty)).isEqualTo(before);
    }
}
