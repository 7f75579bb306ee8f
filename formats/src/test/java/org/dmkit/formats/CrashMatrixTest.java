package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.simulation.Pending;
import org.dmkit.simulation.PowerCut;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stops a change before every single operation, loses subsets of what was not flushed, starts again and recovers: what is
 * there must be T0 or T1, whole, told the same by every disk, and what programs wrote must be there from every member that
 * counts as in sync.
 */
class CrashMatrixTest {
    /** Beyond this many unflushed sectors the subsets are a seeded sample. */
    private static final int EXHAUSTIVE = 4;

    /** More of them look at more: subsets of sectors, crashes of the recovery, absent disks. */
    private static final int SAMPLE = Integer.getInteger("dmkit.crash.sample", 2);

    private static final CrashImages.Subsets SUBSETS = new CrashImages.Subsets(EXHAUSTIVE, false, SAMPLE);

    /** Of so many images, which come by lot, one is looked at from all sides. */
    private static final int ONE_OF = 4;

    /** Operations after one that has failed among which that of the crash is drawn. */
    private static final int MOST_STEPS_BACK = 12;

    private static int total;

    /** The others are for {@link CrashStatesTest}. */
    private static final Set<Circumstance> LOOKED_AT =
            EnumSet.of(Circumstance.EVERY_SOURCE, Circumstance.ABSENT, Circumstance.SOMEBODY_ELSE);

    /** On a machine that has just started. */
    private int states;

    @AfterEach
    void tell(TestInfo test) {
        total += states;
        System.out.println(test.getDisplayName() + ": " + states + " states recovered and checked, " + total
                + " so far; all subsets of up to " + EXHAUSTIVE + " unflushed sectors, else " + SAMPLE + " by lot");
    }

    static Stream<Scenario> scenarios() {
        return Stream.concat(Scenario.all(), Scenario.journalled());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyCrashLeavesT0OrT1(Scenario scenario) throws Exception {
        Ends ends = Ends.of(scenario);
        var random = new Random(scenario.toString().hashCode());
        var reached = new HashSet<Set<String>>();
        List<Stop> stops = Stop.all(scenario, false);
        Ledger ledger = stops.getLast().ledger();
        var images = new CrashImages(stops.getFirst().disks(), SUBSETS, random.nextLong());
        for (Stop stop : stops) {
            images.cut(stop.disks());
        }
        int looked = 0;
        while (images.hasNext()) {
            List<SimulatedDisk> left = images.next();
            reached.add(recovered(left, ends));
            if (looked++ % ONE_OF == 0) {
                crashTheRecovery(left, ends, random);
                var crash = Circumstance.Crash.of(
                        scenario.format(), stops.getFirst().disks(), left, ledger, ends);
                for (Circumstance circumstance : LOOKED_AT) {
                    states += circumstance.judge(crash);
                }
            }
        }
        assertThat(reached)
                .as("both are reached by some crash")
                .contains(ends.t0().told(), ends.t1().told());
    }

    static Stream<Scenario> scenariosWithWrites() {
        return scenarios().filter(s -> !s.kernelDropsMember());
    }

    @ParameterizedTest
    @MethodSource("scenariosWithWrites")
    void whatWasAcknowledgedMeanwhileIsThereFromEveryMemberInSync(Scenario scenario) throws Exception {
        Ends ends = Ends.of(scenario);
        List<Stop> stops = Stop.all(scenario, true);
        for (int i : scenario.lookedAt(stops.size())) {
            Stop stop = stops.get(i);
            List<SimulatedDisk> left = after(stop.disks(), p -> false);
            states++;
            stop.ledger()
                    .checkEverySource(
                            left,
                            "stopped at " + stop.operation(),
                            ends.ordered(),
                            ends.t1().told().isEmpty());
        }
    }

    /** An operation fails, and while what was done is taken back the power goes. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void aCrashOnTheWayBackLeavesT0OrT1(Scenario scenario) throws Exception {
        Ends ends = Ends.of(scenario);
        var random = new Random(scenario.toString().hashCode());
        for (int fault : scenario.byLot(ends.operations())) {
            if (states >= Scenario.enough(ends.operations())) {
                break;
            }
            int stop = fault + 1 + random.nextInt(MOST_STEPS_BACK);
            List<SimulatedDisk> disks = new ArrayList<>();
            // A way back that is shorter is cut at its first step.
            if (failThenCut(scenario, fault, stop, disks) || failThenCut(scenario, fault, fault + 1, disks)) {
                List<Pending> pending =
                        disks.stream().flatMap(d -> d.unflushed().stream()).toList();
                recovered(after(disks, chosen(pending, random.nextLong())), ends);
            }
        }
        assertThat(states).as("crashes on the way back or forward").isPositive();
    }

    /** False if the change had come to its end by then, one way or the other. */
    private static boolean failThenCut(Scenario scenario, int fault, int stop, List<SimulatedDisk> left)
            throws IOException, RefusedException {
        try (Rig rig = scenario.rig(new Ledger())) {
            Transition transition = scenario.change().on(rig);
            var count = new AtomicInteger();
            rig.machine.onOperation(o -> {
                int now = count.getAndIncrement();
                if (now == fault) {
                    throw new KernelException("injected", o.toString(), Errno.EIO);
                }
                if (now >= stop) {
                    throw new PowerCut();
                }
            });
            try {
                rig.dmkit().run(transition);
                return false;
            } catch (PowerCut expected) {
                rig.machine.onOperation(o -> {});
                left.addAll(rig.copies());
                return true;
            }
        }
    }

    private static List<SimulatedDisk> after(List<SimulatedDisk> crashed, Predicate<Pending> survives) {
        List<SimulatedDisk> disks = Ledger.copies(crashed, "");
        disks.forEach(d -> d.powerCut(survives));
        // A disk that failed may come back with the power, and then its old word must not count.
        disks.forEach(SimulatedDisk::restore);
        return disks;
    }

    private Set<String> recovered(List<SimulatedDisk> left, Ends ends) throws IOException {
        List<SimulatedDisk> disks = Ledger.copies(left, "");
        states++;
        try (Rig rig = Rig.rebooted(disks)) {
            rig.dmkit().recover().outcomes().forEach(o -> assertThat(o).isInstanceOf(Executor.Outcome.Done.class));
            Set<String> told = ends.mustBeOneOf(rig);
            assertThat(rig.dmkit().recover().nothing())
                    .as("a second recovery finds nothing to do")
                    .isTrue();
            return told;
        }
    }

    /** Stops the recovery as well, loses what it had not flushed, and recovers. */
    private void crashTheRecovery(List<SimulatedDisk> left, Ends ends, Random random) throws IOException {
        int operations;
        try (Rig rig = Rig.rebooted(Ledger.copies(left, ""))) {
            var count = new AtomicInteger();
            rig.machine.onOperation(o -> count.incrementAndGet());
            rig.dmkit().recover();
            operations = count.get();
        }
        for (int i = 0; i < SAMPLE && operations > 0; i++) {
            int stop = random.nextInt(operations);
            List<SimulatedDisk> disks = Ledger.copies(left, "");
            try (Rig rig = Rig.rebooted(disks)) {
                var count = new AtomicInteger();
                rig.machine.onOperation(o -> {
                    if (count.getAndIncrement() >= stop) {
                        throw new PowerCut();
                    }
                });
                rig.dmkit().recover();
            } catch (PowerCut expected) {
                // once more
            }
            long mask = random.nextLong();
            List<Pending> pending =
                    disks.stream().flatMap(d -> d.unflushed().stream()).toList();
            recovered(after(disks, chosen(pending, mask)), ends);
        }
    }

    /** By place and content, because each try works on copies. */
    private static Predicate<Pending> chosen(List<Pending> pending, long mask) {
        return p -> {
            for (int i = 0; i < pending.size(); i++) {
                Pending other = pending.get(i);
                if ((mask >> (i % 63) & 1) == 1
                        && other.lba() == p.lba()
                        && Arrays.equals(other.content(), p.content())) {
                    return true;
                }
            }
            return false;
        };
    }
}
