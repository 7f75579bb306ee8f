package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.dmkit.dm.DmName;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.simulation.PowerCut;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * dmkit is killed before every single operation of a change (in a normal run a part of them, by lot), while the machine goes on:
 * the next dmkit finds T0 or T1, lets go what was held, and leaves nothing behind.
 */
class KillMatrixTest {
    static Stream<Scenario> scenarios() {
        return Scenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void theNextDmkitLetsGoAndFindsT0OrT1(Scenario scenario) throws Exception {
        Ends ends = Ends.of(scenario);
        for (int stop : scenario.lookedAt(ends.operations())) {
            var ledger = new Ledger();
            try (Rig killed = scenario.rig(ledger)) {
                Set<DmName> ran = devices(killed);
                killBefore(stop, killed, scenario.change().on(killed));
                try (Rig next = killed.next()) {
                    String when = scenario + ", killed before operation " + stop;
                    next.dmkit().recover();
                    assertThat(next.suspended()).as(when).isFalse();
                    next.dmkit().settle();
                    assertThat(next.suspended()).as(when).isFalse();
                    assertThat(next.preloaded()).as(when).isFalse();
                    assertThat(devices(next)).as(when).containsAll(ran);
                    ledger.write(next);
                    ledger.check(next, when);
                    stopEverything(next);
                    assertThat(next.devices()).as(when).isEmpty();
                    assertThat(next.machine.memoryDeviceNumbers()).as(when).isEmpty();
                }
            }
        }
    }

    private static void killBefore(int stop, Rig rig, Transition transition) {
        var count = new AtomicInteger();
        rig.machine.onOperation(o -> {
            if (count.getAndIncrement() >= stop) {
                throw new PowerCut();
            }
        });
        try {
            rig.dmkit().run(transition);
        } catch (PowerCut killed) {
            // nothing was taken back
        } finally {
            rig.machine.onOperation(o -> {});
        }
    }

    private static Set<String> names(Rig rig) throws IOException {
        return Set.copyOf(rig.running().stream().map(RaidSet::name).toList());
    }

    private static Set<DmName> devices(Rig rig) throws IOException {
        var devices = new HashSet<DmName>();
        for (RaidSet set : rig.running()) {
            devices.add(rig.device(set));
        }
        return devices;
    }

    private static void stopEverything(Rig rig) throws IOException, RefusedException {
        if (!names(rig).isEmpty()) {
            Scenario.done(rig.dmkit().run(rig.dmkit().prepareStop(rig.group(), names(rig))));
        }
    }
}
