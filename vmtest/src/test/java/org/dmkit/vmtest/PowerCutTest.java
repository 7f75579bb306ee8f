package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("vm")
class PowerCutTest {
    private static final List<String> CALLS = List.of("pwrite64", "fdatasync", "ioctl");

    /** Beyond the number of such calls in one change: the rest are cuts after its end. */
    private static final int CALLS_IN_A_CHANGE = 40;

    private static final int SAMPLE = 4;

    static Stream<Arguments> moments() {
        var all = new ArrayList<Arguments>();
        for (int number = 1; number <= CALLS_IN_A_CHANGE; number++) {
            for (String call : CALLS) {
                all.add(Arguments.of(call, number));
            }
        }
        if (Bed.everything()) {
            return all.stream();
        }
        var random = new Random(Bed.seed());
        return random.ints(0, all.size()).distinct().limit(SAMPLE).mapToObj(all::get);
    }

    @ParameterizedTest(name = "before {0} {1}")
    @MethodSource("moments")
    void afterAPowerCutTheSetIsTheOldOrTheNewOneAndNothingIsLost(String call, int number, TestInfo test)
            throws Exception {
        Scenario scenario = Bed.scenario(test, 3);

        VmResult cut = scenario.run("cut", call, Integer.toString(number));

        assertThat(cut.ending()).as(cut.text()).isEqualTo(VmResult.Ending.POWER_CUT);
        VmResult settled = scenario.run("settle");
        Bed.assertFinished(settled);
        assertThat(settled.reported("configuration")).as(settled.text()).get().isIn("old", "new");
        assertThat(Bed.number(settled, "records")).as(settled.text()).isGreaterThanOrEqualTo(lastAcknowledged(cut));
    }

    private static long lastAcknowledged(VmResult cut) {
        return cut.output().stream()
                .filter(line -> line.matches("ACK \\d+"))
                .mapToLong(line -> Long.parseLong(line.substring(4)))
                .max()
                .orElseThrow();
    }
}
