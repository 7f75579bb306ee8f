package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("vm")
class HotReplacementTest {
    /** The last column is the set's disks, with the new one and without the lost one. */
    @ParameterizedTest(name = "raid {0} {1}")
    @CsvSource({
        "1, replace, 2, all",
        "1, fail, 2, all",
        "1, live, 2, quick",
        "1, monitor, 2, quick",
        "5, replace, 3, quick",
        "5, monitor, 3, all",
        "10, replace, 4, all"
    })
    void aProgramWritesOnWhileAMemberIsReplacedAndMdadmReadsTheResult(
            String level, String how, int members, String when, TestInfo test) throws Exception {
        Bed.mayRun(when);
        String row = "isw RAID " + level + " " + how;
        Bed.begun(row);
        Scenario scenario = Bed.scenario(test, members + 1);

        VmResult change = scenario.run("replace", level, how);

        Bed.assertFinished(change);
        Bed.assertNothingLost(change);
        assertThat(change.reported("left")).as("device-mapper devices left").hasValue("0");

        VmResult check = scenario.without(1).run("verify");

        Bed.assertFinished(check);
        assertThat(Bed.number(check, "checksums_correct")).isEqualTo(members);
        assertThat(check.reported("generations")).hasValue("1");
        assertThat(check.reported("slots")).hasValue("[" + "U".repeat(members) + "]");
        assertThat(check.reported("members")).hasValue("[" + "U".repeat(members) + "]");
        assertThat(check.reported("failed")).hasValue("0");
        assertThat(check.reported("map_state")).hasValue("normal");
        assertThat(check.reported("migrate_state")).hasValue("idle");
        assertThat(check.reported("md5")).isEqualTo(change.reported("md5"));
        Bed.passed(
                row,
                "I/O held for " + Bed.held(change) + "; longest time between two acknowledged writes "
                        + change.reported("longest_gap_ms").orElse("?") + " milliseconds");
    }
}
