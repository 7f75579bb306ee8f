package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.commit.Recovery;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.simulation.PowerCut;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A change of a mirror is cut off before each operation; then the machine comes up otherwise than it went down. */
class AfterACrashTest {
    private static Scenario scenario(String title) {
        return scenario("isw/raid1-2disk", title);
    }

    private static Scenario scenario(String corpusCase, String title) {
        return Scenario.all()
                .filter(s -> s.corpusCase().equals(corpusCase) && s.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    /** The disks as the power leaves them before this operation. */
    private static List<SimulatedDisk> crashed(Scenario scenario, int stop, Ledger ledger)
            throws IOException, RefusedException {
        try (Rig rig = scenario.rig(ledger)) {
            Transition transition = scenario.change().on(rig);
            var count = new AtomicInteger();
            rig.machine.onOperation(o -> {
                if (count.getAndIncrement() >= stop) {
                    throw new PowerCut();
                }
            });
            try {
                rig.dmkit().run(transition);
            } catch (PowerCut expected) {
                // that is what was asked for
            }
            rig.machine.onOperation(o -> {});
            List<SimulatedDisk> disks = rig.copies();
            disks.forEach(d -> d.powerCut(p -> false));
            disks.forEach(SimulatedDisk::restore);
            return disks;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"replace", "fail", "replace a lost member"})
    void theDisksHaveChangedTheirNames(String title) throws Exception {
        Scenario scenario = scenario(title);
        Ends ends = Ends.of(scenario);
        for (int stop = 0; stop < ends.operations(); stop++) {
            var ledger = new Ledger();
            List<SimulatedDisk> disks = crashed(scenario, stop, ledger);
            var renamed = new ArrayList<SimulatedDisk>();
            for (int i = 0; i < disks.size(); i++) {
                // Each bears the name of its neighbour.
                String name = disks.get((i + 1) % disks.size()).info().name();
                renamed.add(SimulatedDisk.copyOnWrite(new Renamed(disks.get(i), name)));
            }
            try (Rig rig = Rig.rebooted(renamed)) {
                Recovery.Result result = rig.dmkit().recover();
                assertThat(result.decisions()).noneMatch(Recovery.Decision.Void.class::isInstance);
                assertThat(result.outcomes()).allMatch(Executor.Outcome.Done.class::isInstance);
                assertThat(rig.dmkit().recover().nothing()).isTrue();
                Ledger.start(rig);
                ledger.check(rig, title + " stopped at " + stop);
            }
        }
    }

    /** Each disk alone, one after the other, and then all together: nothing that was acknowledged is lost in silence. */
    @ParameterizedTest
    @ValueSource(strings = {"replace", "fail"})
    void firstOneDiskIsThereThenAll(String title) throws Exception {
        Scenario scenario = scenario(title);
        Ends ends = Ends.of(scenario);
        for (int stop = 0; stop < ends.operations(); stop++) {
            var before = new Ledger();
            List<SimulatedDisk> disks = crashed(scenario, stop, before);
            for (SimulatedDisk first : disks) {
                Ledger ledger = before.copy();
                SimulatedDisk alone = first.copy();
                if (!run(List.of(alone), ledger, first.info().name() + " alone, stopped at " + stop)) {
                    continue;
                }
                var all = new ArrayList<SimulatedDisk>(List.of(alone));
                disks.stream().filter(d -> d != first).map(SimulatedDisk::copy).forEach(all::add);
                try (Rig rig = Rig.rebooted(all)) {
                    rig.dmkit().recover();
                    DiskInfo lone = rig.disk(first.info().name());
                    boolean told = rig.dmkit().scan().findings().stream()
                            .anyMatch(f -> f.code().equals("disk.noted-lost") && f.isOn(lone));
                    if (rig.starts()) {
                        // Who has been replaced and runs alone has a history of its own, which is told and left aside.
                        (told ? before : ledger)
                                .check(rig, "all after " + first.info().name() + ", stopped at " + stop);
                    }
                }
            }
        }
    }

    /**
     * One disk does not come up: where another that the change writes holds T0, T1 never ran, and the set goes on as T0 could, which
     * may need a member that T1 does without.
     */
    @ParameterizedTest
    @CsvSource({
        "isw/raid5-3disk-16k, fail",
        "isw/raid5-3disk-16k, replace",
        "isw/raid1-2disk, fail",
        "isw/raid1-2disk, replace",
        "sil/raid1-3way, replace"
    })
    void withoutADiskTheSetGoesOnAsBefore(String corpusCase, String title) throws Exception {
        Scenario scenario = scenario(corpusCase, title);
        Ends ends = Ends.of(scenario);
        int looked = 0;
        for (int stop = 0; stop < ends.operations(); stop++) {
            var before = new Ledger();
            List<SimulatedDisk> disks = crashed(scenario, stop, before);
            for (SimulatedDisk absent : disks) {
                String when = "without " + absent.info().name() + ", stopped at " + stop;
                List<SimulatedDisk> there = Ledger.copies(disks, absent.info().name());
                Ledger ledger = before.copy();
                try (Rig rig = Rig.rebooted(there)) {
                    boolean never = false;
                    for (SimulatedDisk disk : there) {
                        never |= ends.holdsT0(rig, disk.info().name());
                    }
                    rig.dmkit().recover();
                    if (never) {
                        assertThat(rig.starts()).as(when).isTrue();
                        ledger.check(rig, when);
                        ledger.write(rig);
                        rig.machine.powerCut();
                        looked++;
                    }
                }
                checkAll(there, absent.copy(), ledger, when);
            }
        }
        assertThat(looked).isPositive();
    }

    /** A disk is recovered alone and not started; the others, recovered without it, run: their history is that of all. */
    @ParameterizedTest
    @ValueSource(strings = {"end of a rebuild", "replace", "fail"})
    void theOneIsRecoveredAndTheOthersRun(String title) throws Exception {
        // The member that is rebuilt is written first.
        Scenario scenario = mirrorOfStripes(title);
        Ends ends = Ends.of(scenario);
        for (int stop = 0; stop < ends.operations(); stop++) {
            var before = new Ledger();
            List<SimulatedDisk> disks = crashed(scenario, stop, before);
            for (SimulatedDisk first : disks) {
                Ledger ledger = before.copy();
                SimulatedDisk alone = first.copy();
                try (Rig rig = Rig.rebooted(List.of(alone))) {
                    rig.dmkit().recover();
                }
                List<SimulatedDisk> others = Ledger.copies(disks, first.info().name());
                if (run(others, ledger, "without " + first.info().name() + ", stopped at " + stop)) {
                    checkAll(others, alone, ledger, first.info().name() + " recovered, stopped at " + stop);
                }
            }
        }
    }

    /** A member that T1 can do without was taken back alone, while the others had T1 and ran. */
    @Test
    void whatHasRunIsNotTakenBack() throws Exception {
        List<Stop> stops = Stop.all(mirrorOfStripes("fail"), false);
        Optional<SimulatedDisk> away = Optional.empty();
        int ran = 0;
        for (Stop stop : stops) {
            if (away.isEmpty()) {
                away = takenBack(stop.disks(), "sda");
                continue;
            }
            Ledger ledger = stop.ledger().copy();
            List<SimulatedDisk> others = Ledger.copies(stop.disks(), "sda");
            others.forEach(d -> d.powerCut(p -> true));
            if (run(others, ledger, "without sda")) {
                ran++;
                assertThat(checkAll(others, away.get().copy(), ledger, "the others as at " + stop.operation()))
                        .isTrue();
            }
        }
        assertThat(ran).isPositive();
    }

    /** Recovers and starts these disks, and a program writes; false if they don't start. */
    private static boolean run(List<SimulatedDisk> disks, Ledger ledger, String when) throws IOException {
        try (Rig rig = Rig.rebooted(disks)) {
            rig.dmkit().recover();
            if (!rig.starts()) {
                return false;
            }
            ledger.check(rig, when);
            ledger.write(rig);
            rig.machine.powerCut();
            return true;
        }
    }

    /** Recovers and starts all disks; false if they don't start. */
    private static boolean checkAll(List<SimulatedDisk> others, SimulatedDisk back, Ledger ledger, String when)
            throws IOException {
        var all = new ArrayList<>(others);
        all.add(back);
        try (Rig rig = Rig.rebooted(all)) {
            rig.dmkit().recover();
            if (!rig.starts()) {
                return false;
            }
            ledger.check(rig, "then all, " + when);
            return true;
        }
    }

    /** This disk as recovered alone, if it had an interrupted change. */
    private static Optional<SimulatedDisk> takenBack(List<SimulatedDisk> disks, String name) throws IOException {
        SimulatedDisk alone = disks.stream()
                .filter(d -> d.info().name().equals(name))
                .map(SimulatedDisk::copy)
                .findFirst()
                .orElseThrow();
        alone.powerCut(p -> true);
        try (Rig rig = Rig.rebooted(List.of(alone))) {
            return rig.dmkit().recover().decisions().isEmpty() ? Optional.empty() : Optional.of(alone);
        }
    }

    private static Scenario mirrorOfStripes(String title) {
        return Scenario.perDisk("nvidia/raid01-4disk")
                .filter(s -> s.title().equals(title))
                .findFirst()
                .orElseThrow();
    }
}
