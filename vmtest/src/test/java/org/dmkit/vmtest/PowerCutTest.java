package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("vm")
class PowerCutTest {
    /** How many of each a change makes, with its rebuild's end; a cut behind the last is one after the end. */
    private static final Map<String, Integer> CALLS =
            new TreeMap<>(Map.of("pwrite64", 22, "fdatasync", 22, "ioctl", 120));

    private static final int SAMPLE_OF_EACH = 1;

    static Stream<Arguments> moments() {
        var random = new Random(Bed.seed());
        return CALLS.entrySet().stream().flatMap(call -> {
            int[] all = IntStream.rangeClosed(1, call.getValue()).toArray();
            IntStream chosen = Bed.everything()
                    ? IntStream.of(all)
                    : random.ints(0, all.length)
                            .distinct()
                            .limit(SAMPLE_OF_EACH)
                            .map(i -> all[i]);
            return chosen.mapToObj(number -> Arguments.of(call.getKey(), number));
        });
    }

    @ParameterizedTest(name = "before {0} {1}")
    @MethodSource("moments")
    void afterAPowerCutTheSetIsTheOldOrTheNewOneAndNothingIsLost(String call, int number, TestInfo test)
            throws Exception {
        String row = "isw RAID 1 cut before " + call + " " + number;
        Bed.begun(row);
        Scenario scenario = Bed.scenario(test, 3);

        VmResult cut = scenario.run("cut", call, Integer.toString(number));

        assertThat(cut.ending()).as(cut.text()).isEqualTo(VmResult.Ending.POWER_CUT);
        VmResult settled = scenario.run("settle");
        Bed.assertFinished(settled);
        assertThat(settled.reported("configuration")).as(settled.text()).get().isIn("old", "new");
        assertThat(Bed.number(settled, "records")).as(settled.text()).isGreaterThanOrEqualTo(Bed.lastAcknowledged(cut));
        Bed.passed(row, "the " + settled.reported("configuration").orElseThrow() + " set");
    }
}
