package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A set that can't be stopped before the power goes off, because root is on it. */
@Tag("vm")
class SealTest {
    @Test
    void aSetThatIsOnlyReadIsCleanAndTakesNoMoreWrites(TestInfo test) throws Exception {
        VmResult result = Bed.scenario(test, 3).run("seal");

        Bed.assertFinished(result);
        assertThat(result.reported("while_written"))
                .as("refused while it is written")
                .hasValue("1");
        assertThat(result.reported("before")).hasValue("dirty");
        assertThat(result.reported("after")).hasValue("clean");
        assertThat(result.reported("stopped")).hasValue("clean");
        assertThat(result.reported("state")).hasValue("ACTIVE (READ-ONLY)");
        assertThat(result.reported("written_again")).hasValue("no");
        Bed.assertNothingLost(result);
    }
}
