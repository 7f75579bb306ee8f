package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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
import org.dmkit.raid.format.Image;
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

    /** Operations after one that has failed among which that of the crash is drawn. */
    private static final int MOST_STEPS_BACK = 12;

    private static int total;

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
        for (int stop = 0; stop < ends.operations(); stop++) {
            Ledger ledger = stops.get(stop).ledger();
            List<SimulatedDisk> disks = stops.get(stop).disks();
            List<Predicate<Pending>> subsets = subsets(disks, stop);
            for (int i = 0; i < subsets.size(); i++) {
                List<SimulatedDisk> left = after(disks, subsets.get(i));
                reached.add(recovered(left, ends));
                if (random.nextInt(subsets.size()) < SAMPLE) {
                    crashTheRecovery(left, ends, random);
                    withADiskAway(left, ledger, random);
                    if (!scenario.roomy()) {
                        states += goesOnWithout(Rig.JOURNAL, left, ledger) ? 1 : 0;
                    }
                    withSomebodyElse(left, ends, random);
                    states++;
                    ledger.checkEverySource(left, "stopped at " + stop + ", subset " + i, ends.ordered());
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
        for (Stop stop : Stop.all(scenario, true)) {
            List<SimulatedDisk> left = after(stop.disks(), p -> false);
            states++;
            stop.ledger().checkEverySource(left, "stopped at " + stop.operation(), ends.ordered());
        }
    }

    /** An operation fails, and while what was done is taken back the power goes. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void aCrashOnTheWayBackLeavesT0OrT1(Scenario scenario) throws Exception {
        Ends ends = Ends.of(scenario);
        var random = new Random(scenario.toString().hashCode());
        for (int fault = 0; fault < ends.operations(); fault++) {
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

    /** Another program writes metadata between the crash and the recovery: then the record is void, and nothing is written over. */
    private void withSomebodyElse(List<SimulatedDisk> left, Ends ends, Random random) throws IOException {
        List<String> written = ends.written();
        if (written.isEmpty()) {
            return;
        }
        String by = written.get(random.nextInt(written.size()));
        List<SimulatedDisk> disks = Ledger.copies(left, "");
        states++;
        try (Rig rig = Rig.rebooted(disks)) {
            ends.scribble(rig, by);
        }
        try (Rig rig = Rig.rebooted(disks)) {
            var before = new HashMap<String, List<Image>>();
            for (String disk : written) {
                before.put(disk, ends.read(rig, disk, disk));
            }
            rig.dmkit().recover();
            for (String disk : written) {
                assertThat(ends.read(rig, disk, disk))
                        .as(disk + ", when another program has written " + by)
                        .isEqualTo(before.get(disk));
            }
            assertThat(rig.dmkit().recover().nothing()).isTrue();
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

    private void withADiskAway(List<SimulatedDisk> left, Ledger before, Random random) throws IOException {
        List<String> dispensable = Ledger.dispensable(left);
        if (!dispensable.isEmpty()) {
            String away = dispensable.get(random.nextInt(dispensable.size()));
            states += goesOnWithout(away, left, before) ? 1 : 0;
        }
    }

    /**
     * Recovers and goes on without one disk, and plugs it in again: it is shut out, or agrees, or the sets are refused; never is
     * what was written in its absence lost.
     *
     * @return false if nothing goes on without it
     */
    static boolean goesOnWithout(String away, List<SimulatedDisk> left, Ledger before) throws IOException {
        List<SimulatedDisk> others = Ledger.copies(left, away);
        Ledger ledger = before.copy();
        try (Rig rig = Rig.rebooted(others)) {
            rig.dmkit().recover();
            if (!rig.starts()) {
                return false;
            }
            ledger.check(rig, "without " + away);
            ledger.write(rig);
        }
        List<SimulatedDisk> all = new ArrayList<>(after(others, p -> false));
        left.stream()
                .filter(d -> d.info().name().equals(away))
                .map(SimulatedDisk::copy)
                .forEach(all::add);
        try (Rig rig = Rig.rebooted(all)) {
            rig.dmkit().recover();
            if (rig.starts()) {
                ledger.check(rig, away + " is back");
            }
        }
        return true;
    }

    private static List<Predicate<Pending>> subsets(List<SimulatedDisk> disks, int seed) {
        List<Pending> pending =
                disks.stream().flatMap(d -> d.unflushed().stream()).toList();
        var subsets = new ArrayList<Predicate<Pending>>();
        if (pending.size() <= EXHAUSTIVE) {
            for (int mask = 0; mask < 1 << pending.size(); mask++) {
                subsets.add(chosen(pending, mask));
            }
        } else {
            subsets.add(p -> false);
            subsets.add(p -> true);
            var random = new Random(seed);
            for (int i = 0; i < SAMPLE; i++) {
                subsets.add(chosen(pending, random.nextLong()));
            }
        }
        return subsets;
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
