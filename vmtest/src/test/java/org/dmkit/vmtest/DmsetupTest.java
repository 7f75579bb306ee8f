package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The image's {@code bin/dmsetup} on a real kernel, beside dmsetup. */
@Tag("vm")
class DmsetupTest {
    @Test
    void bothDoTheSame(TestInfo test) throws Exception {
        Bed.mayRun("all");
        VmResult result = Bed.scenario(test, 4).run("dmsetup");

        Bed.assertFinished(result);
        assertThat(Bed.number(result, "compared")).isGreaterThan(60);
        assertThat(result.reported("differ")).as(result.text()).hasValue("0");
    }
}
