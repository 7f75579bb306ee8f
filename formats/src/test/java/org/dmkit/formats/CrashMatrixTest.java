package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.dmkit.raid.Change;
import org.dmkit.raid.Executor;
import org.dmkit.raid.MemberName;
import org.dmkit.raid.RefusedException;
import org.dmkit.simulation.Pending;
import org.dmkit.simulation.PowerCut;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stops a change before every single operation, loses subsets of what was not flushed, starts again and recovers: what is
 * there must be T0 or T1, whole, told the same by every disk.
 */
class CrashMatrixTest {
    /** Beyond this many unflushed sectors the subsets are a seeded sample. */
    private static final int EXHAUSTIVE = 4;

    private static final int SAMPLE = Integer.getInteger("dmkit.crash.sample", 6);

    record Scenario(String corpusCase, String title, ChangeOf change) {
        @Override
        public String toString() {
            return corpusCase + ": " + title;
        }
    }

    @FunctionalInterface
    interface ChangeOf {
        Change on(Rig rig);
    }

    static Stream<Scenario> scenarios() {
        ChangeOf fail = rig -> new Change.Fail(new MemberName.OfDisk("sdb"));
        ChangeOf replace = rig -> new Change.Replace(new MemberName.OfDisk("sdb"), rig.disk("new"));
        ChangeOf spare = rig -> new Change.AddSpare(rig.disk("new"));
        return Stream.of(
                new Scenario("isw/raid1-2disk", "fail", fail),
                new Scenario("isw/raid1-2disk", "replace", replace),
                new Scenario("isw/raid1-2disk", "spare", spare),
                new Scenario("isw/raid5-3disk-16k", "fail", fail),
                new Scenario("isw/raid5-3disk-16k", "replace", replace),
                new Scenario("isw/raid10-4disk-shuffled", "fail", fail),
                new Scenario("isw/raid10-4disk-shuffled", "replace", replace));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyCrashLeavesT0OrT1(Scenario scenario) throws Exception {
        var whole = new AtomicInteger();
        Set<String> t0;
        Set<String> t1;
        try (Rig rig = Rig.of(scenario.corpusCase(), "new")) {
            rig.start();
            t0 = rig.told();
            rig.machine.onOperation(o -> whole.incrementAndGet());
            assertThat(rig.run(scenario.change().on(rig))).isInstanceOf(Executor.Outcome.Done.class);
            rig.machine.onOperation(o -> {});
            rig.dmkit().rescan();
            t1 = rig.told();
        }
        var ends = new HashSet<Set<String>>();
        for (int stop = 0; stop < whole.get(); stop++) {
            List<SimulatedDisk> disks = runUntil(scenario, stop);
            for (Predicate<Pending> survives : subsets(disks, stop)) {
                ends.add(recovered(disks, survives, t0, t1));
            }
        }
        assertThat(ends).as("both ends are reached by some crash").contains(t1);
    }

    /** The disks as they are when the power goes before operation {@code stop}. */
    private static List<SimulatedDisk> runUntil(Scenario scenario, int stop) throws IOException, RefusedException {
        try (Rig rig = Rig.of(scenario.corpusCase(), "new")) {
            rig.start();
            var count = new AtomicInteger();
            rig.machine.onOperation(o -> {
                if (count.getAndIncrement() >= stop) {
                    throw new PowerCut();
                }
            });
            try {
                rig.run(scenario.change().on(rig));
            } catch (PowerCut expected) {
                // that is what was asked for
            }
            rig.machine.onOperation(o -> {});
            return rig.copies();
        }
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
                        && java.util.Arrays.equals(other.content(), p.content())) {
                    return true;
                }
            }
            return false;
        };
    }

    private static Set<String> recovered(
            List<SimulatedDisk> crashed, Predicate<Pending> survives, Set<String> t0, Set<String> t1)
            throws IOException {
        List<SimulatedDisk> disks = crashed.stream().map(SimulatedDisk::copy).toList();
        disks.forEach(d -> d.powerCut(survives));
        try (Rig rig = Rig.rebooted(disks)) {
            rig.dmkit().recover();
            Set<String> told = rig.told();
            assertThat(told).isIn(t0, t1);
            assertThat(rig.dmkit().recover().nothing())
                    .as("a second recovery finds nothing to do")
                    .isTrue();
            return told;
        }
    }
}
