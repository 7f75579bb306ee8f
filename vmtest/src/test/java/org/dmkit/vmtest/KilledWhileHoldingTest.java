package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

@Tag("vm")
class KilledWhileHoldingTest {
    @Test
    void theNextDmkitLetsGoWhatAKilledOneHeld(TestInfo test) throws Exception {
        VmResult result = Bed.scenario(test, 3).run("killed");

        Bed.assertFinished(result);
        assertThat(result.reported("from_the_set")).hasValue("yes");
        assertThat(result.reported("exit")).as("killed by SIGKILL").hasValue("137");
        assertThat(Bed.number(result, "suspended")).as("devices held").isPositive();
        assertThat(result.reported("still_suspended")).hasValue("0");
        Bed.assertNothingLost(result);
    }
}
