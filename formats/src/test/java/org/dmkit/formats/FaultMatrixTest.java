package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.commit.Executor.Outcome;
import org.dmkit.raid.control.Monitor;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.simulation.Observer;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every single operation of a change fails once (in a normal run a part of them, by lot). What could be taken back leaves no
 * trace: T0 runs, its metadata are on every disk to the byte, and the same change succeeds afterwards. What could not is brought
 * to its end by the next dmkit.
 */
class FaultMatrixTest {
    static Stream<Scenario> scenarios() {
        return Scenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void oneFailureLeavesT0WholeOrIsBroughtToAnEnd(Scenario scenario) throws Exception {
        failEach(scenario, false);
    }

    /** A disk that wrote and then could not say so; a resume that swapped the tables and then found no memory. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void soDoesAFailureThatHadItsEffect(Scenario scenario) throws Exception {
        failEach(scenario, true);
    }

    /**
     * The disk that an operation is for dies just then and for good, and is there again when the machine has been started anew: what
     * was acknowledged since the next look at the set is read from every member that counts as in sync.
     */
    @ParameterizedTest
    @MethodSource("redundant")
    void noWriteIsLostWithADiskThatDies(Scenario scenario) throws Exception {
        int died = 0;
        for (int k = 0; k < Ends.of(scenario).operations(); k++) {
            var ledger = new Ledger();
            String when = scenario + ", its disk dies at operation " + k;
            List<SimulatedDisk> disks;
            try (Rig rig = scenario.rig(ledger)) {
                var transition = scenario.change().on(rig);
                var death = new Death(k, rig);
                rig.machine.onOperation(death);
                rig.dmkit().run(transition);
                rig.machine.onOperation(o -> {});
                assertThat(rig.suspended()).as(when).isFalse();
                if (!death.came) {
                    continue;
                }
                died++;
                // So that the kernel finds out.
                Ledger.poke(rig);
                rig.dmkit().rescan();
                rig.dmkit().recover();
                new Monitor(InstantSource.system()).round(rig.dmkit());
                assertThat(rig.suspended()).as(when).isFalse();
                ledger.write(rig);
                ledger.check(rig, when);
                rig.machine.powerCut();
                disks = rig.copies();
            }
            disks.forEach(SimulatedDisk::restore);
            ledger.checkEverySource(disks, when);
        }
        assertThat(died).isPositive();
    }

    /** Whatever disk it is, T0 and T1 can do without. */
    static Stream<Scenario> redundant() {
        Set<String> named = Set.of(
                "sil/raid1-3way: fail",
                "sil/raid1-3way: replace",
                "sil/raid1-3way: add a spare",
                "isw/raid1-2disk: add a spare");
        return scenarios().filter(s -> named.contains(s.toString()));
    }

    private static final class Death implements Observer {
        private final int k;
        private final Rig rig;
        private int count;
        private boolean came;

        Death(int k, Rig rig) {
            this.k = k;
            this.rig = rig;
        }

        @Override
        public void about(Operation operation) {
            if (count++ == k) {
                switch (operation) {
                    case Operation.Write w -> die(w.disk());
                    case Operation.Flush f -> die(f.disk());
                    case Operation.Request r -> {}
                }
            }
        }

        private void die(String disk) {
            came = true;
            rig.machine.hardware(rig.dmkit().machine().disk(disk)).fail();
        }
    }

    private static void failEach(Scenario scenario, boolean effective) throws Exception {
        Ends ends = Ends.of(scenario);
        for (int k : scenario.lookedAt(ends.operations())) {
            var ledger = new Ledger();
            try (Rig rig = scenario.rig(ledger)) {
                String when = scenario + ", operation " + k + (effective ? " fails after its effect" : " fails");
                Set<String> devices = rig.devices();
                Outcome outcome = fail(new Fault(k, effective), rig, scenario);
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

    private static Outcome fail(Fault fault, Rig rig, Scenario scenario) throws Exception {
        var transition = scenario.change().on(rig);
        rig.machine.onOperation(fault);
        try {
            return rig.dmkit().run(transition);
        } finally {
            rig.machine.onOperation(o -> {});
        }
    }

    /** The error of operation {@code k}, before its effect or after it. */
    private static final class Fault implements Observer {
        private final int k;
        private final boolean effective;
        private final AtomicInteger count = new AtomicInteger();

        Fault(int k, boolean effective) {
            this.k = k;
            this.effective = effective;
        }

        @Override
        public void about(Operation operation) throws KernelException {
            fail(operation, false);
        }

        @Override
        public void done(Operation operation) throws KernelException {
            fail(operation, true);
        }

        private void fail(Operation operation, boolean after) throws KernelException {
            if (after == effective && count.getAndIncrement() == k) {
                throw new KernelException("injected", operation.toString(), Errno.EIO);
            }
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
