package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** {@code dmkit dm} on a real kernel, judged by dmsetup. */
@Tag("vm")
class DmTest {
    @Test
    void whatOneMakesTheOtherSees(TestInfo test) throws Exception {
        Bed.mayRun("all");
        VmResult result = Bed.scenario(test, 4).run("dm");

        Bed.assertFinished(result);
        for (String state : new String[] {"made", "theirs", "batch"}) {
            for (String view : new String[] {"table", "ls", "deps"}) {
                assertReported(result, state + "_" + view, "same");
            }
        }
        for (String view : new String[] {"info", "status", "targets", "version", "concise", "inactive"}) {
            assertReported(result, view, "same");
        }
        assertReported(
                result,
                "made",
                "0 522240 linear 8:0 2048 / 0 1048576 striped 2 128 8:16 0 8:32 0 / 204800 2048 linear 8:16 0");
        assertReported(result, "node", "yes");
        assertReported(result, "read_only", "ACTIVE (READ-ONLY)");
        assertReported(result, "health", "AA");
        assertReported(result, "by_uuid", "mirror");

        assertReported(result, "swapped", "0 2048 linear 8:0 2048/2048 520192 linear 8:0 4096/");
        Bed.assertNothingLost(result);

        assertReported(result, "busy", "1");
        assertReported(result, "taken", "3");
        assertReported(result, "bad", "3");
        for (String reason :
                new String[] {"busy_holder", "busy_mount", "taken_mount", "bad_reason", "no_target", "batch_reason"}) {
            assertReported(result, reason, "yes");
        }
        assertReported(result, "left", "0");

        assertReported(result, "batch_bad", "3");
        assertReported(result, "batch_back", "same");
        assertReported(result, "batch_suspended", "0");
        assertReported(result, "batch", "above low new top 0 522240 linear 8:0 2048/");

        assertReported(result, "suspended", "SUSPENDED");
        assertReported(result, "renamed", "U-OLD 0");
        assertReported(result, "mknodes", "yes");
        assertReported(result, "wiped", "0 16384 error");
        assertReported(result, "at_the_end", "No devices found");
    }

    @Test
    void severalAtOnceAreAllOrNothing(TestInfo test) throws Exception {
        Bed.mayRun("all");
        VmResult result = Bed.scenario(test, 3).run("dm-several");

        Bed.assertFinished(result);
        for (String device : new String[] {"low", "top"}) {
            assertReported(result, "exit_" + device, "137");
            assertReported(result, "noted_" + device, "1");
            assertReported(result, "told_" + device, "yes");
            assertReported(result, "left_" + device, "0 0");
        }
        // Before the first resume all is as it was; after it all goes on.
        assertReported(result, "held_low", "2");
        assertReported(result, "woken_low", "0 0 16384 linear 0");
        assertReported(result, "held_top", "1");
        assertReported(result, "woken_top", "0 0 8192 linear 0");

        assertReported(result, "unchanged", "yes");
        assertReported(result, "restored", "same");
        for (String reason : new String[] {"why_mount", "why_process", "busy_process"}) {
            assertReported(result, reason, "yes");
        }
        assertReported(result, "run", "5 0");
        assertReported(result, "ended", "143 0 0");
        assertReported(result, "events", "present:low present:top made:seen removed:seen ");
        assertReported(result, "waited", "0");
    }

    @Test
    void faultsAreInjectedAndTakenAway(TestInfo test) throws Exception {
        Bed.mayRun("all");
        VmResult result = Bed.scenario(test, 1).run("dm-inject");

        Bed.assertFinished(result);
        assertReported(result, "error_table", "0 8 linear HIDDEN 0/8 8 error/16 129008 linear HIDDEN 16/");
        assertReported(result, "hidden_table", "0 129024 linear 8:0 2048");
        for (String works : new String[] {"error_before", "error_behind", "error_cleared", "flakey_cleared"}) {
            assertReported(result, works, "0");
        }
        for (String fails : new String[] {"error_within", "flakey_down"}) {
            assertReported(result, fails, "1");
        }
        assertReported(result, "error_listed", "1");
        assertReported(result, "flakey_info", "flakey");
        assertReported(result, "delay_table", "0 129024 delay HIDDEN 0 5/");
        for (String back : new String[] {"error_back", "delay_back"}) {
            assertReported(result, back, "x");
        }
        Bed.assertNothingLost(result);

        assertReported(result, "traced", "1");
        assertReported(result, "traced_errno", "1");
        assertReported(result, "numbered", "77 node");
        assertReported(result, "removed", "gone");
    }

    private static void assertReported(VmResult result, String key, String value) {
        assertThat(result.reported(key)).as("%s in%n%s", key, result.text()).hasValue(value);
    }
}
