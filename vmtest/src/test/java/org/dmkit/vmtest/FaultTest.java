package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("vm")
class FaultTest {
    /** A change makes some 20 writes and 120 ioctls. */
    private static int stride(String call) {
        return call.equals("ioctl") ? 53 : 11;
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"pwrite64, EIO", "fdatasync, EIO", "ioctl, ENOMEM"})
    void aCallThatFailsLeavesTheOldConfigurationWhole(String call, String error, TestInfo test) throws Exception {
        int first = Bed.everything() ? 1 : 1 + new Random(Bed.seed()).nextInt(stride(call));
        int stride = Bed.everything() ? 1 : stride(call);

        VmResult result =
                Bed.scenario(test, 3).run("faults", call, error, Integer.toString(first), Integer.toString(stride));

        Bed.assertFinished(result);
        assertThat(result.reported("wrong")).as(result.text()).hasValue("0");
        assertThat(result.reported("lost")).as(result.text()).hasValue("0");
        if (Bed.everything()) {
            assertThat(Bed.number(result, "backed_out")).as(result.text()).isPositive();
        }
    }

    @ParameterizedTest(name = "{0} fails")
    @ValueSource(strings = {"sda", "sdc"})
    void aDiskThatTakesNoWritesLeavesTheOldConfigurationWhole(String disk, TestInfo test) throws Exception {
        VmResult result = Bed.scenario(test, 3).run("flakey", disk);

        Bed.assertFinished(result);
        assertThat(result.reported("exit")).as(result.text()).isNotEmpty().get().isIn("1", "3");
        assertThat(result.reported("table")).hasValue("same");
        assertThat(result.reported("metadata")).hasValue("same");
    }
}
