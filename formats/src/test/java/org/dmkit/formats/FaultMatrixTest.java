package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.Executor.Outcome;
import org.dmkit.raid.RefusedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every single operation of a change fails once. What could be taken back leaves no trace: T0 runs, its metadata are on every
 * disk to the byte, and the same change succeeds afterwards. What could not is brought to its end by the next dmkit.
 */
class FaultMatrixTest {
    static Stream<Scenario> scenarios() {
        return Scenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void oneFailureLeavesT0WholeOrIsBroughtToAnEnd(Scenario scenario) throws Exception {
        Ends ends = Ends.of(scenario);
        for (int k = 0; k < ends.operations(); k++) {
            var ledger = new Ledger();
            try (Rig rig = scenario.rig(ledger)) {
                String when = scenario + ", operation " + k + " fails";
                Set<String> devices = rig.devices();
                Outcome outcome = failAt(k, rig, scenario);
                assertThat(rig.suspended()).as(when).isFalse();
                assertThat(rig.preloaded()).as(when).isFalse();
                switch (outcome) {
                    case Outcome.BackedOut b -> {
                        assertThat(ends.mustBeOneOf(rig))
                                .as(when)
                                .isEqualTo(ends.t0().told());
                        assertThat(rig.devices()).as(when).isEqualTo(devices);
                        again(rig, scenario);
                    }
                    case Outcome.Incomplete i -> {
                        rig.dmkit().recover();
                        rig.dmkit().settle();
                        assertThat(Ends.told(rig))
                                .as(when)
                                .isIn(ends.t0().told(), ends.t1().told());
                    }
                    case Outcome.Done d ->
                        assertThat(Ends.told(rig)).as(when).isEqualTo(ends.t1().told());
                }
                assertThat(rig.suspended()).as(when).isFalse();
                if (!rig.running().isEmpty()) {
                    ledger.write(rig);
                    ledger.check(rig, when);
                }
            }
        }
    }

    private static Outcome failAt(int k, Rig rig, Scenario scenario) throws Exception {
        var transition = scenario.change().on(rig);
        var count = new AtomicInteger();
        rig.machine.onOperation(o -> {
            if (count.getAndIncrement() == k) {
                throw new KernelException("injected", o.toString(), Errno.EIO);
            }
        });
        try {
            return rig.dmkit().run(transition);
        } finally {
            rig.machine.onOperation(o -> {});
        }
    }

    private static void again(Rig rig, Scenario scenario) throws IOException {
        try {
            Scenario.done(rig.dmkit().run(scenario.change().on(rig)));
        } catch (RefusedException e) {
            throw new AssertionError("T0 takes the change once more", e);
        }
    }
}
