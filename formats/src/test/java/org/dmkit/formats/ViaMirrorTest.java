package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.control.Monitor;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A mirror of a format without a generation loses a disk under load, gets another, and the old one comes back. */
class ViaMirrorTest {
    /** A mirror, the disk that it loses, and sectors of one that comes. */
    record Case(Disks disks, String lost, String left, long newcomer) {
        Rig rig() throws Exception {
            var all = new ArrayList<>(disks.make());
            for (String name : List.of("new", "other")) {
                all.add(blank(name, newcomer));
            }
            return Rig.rebooted(all);
        }
    }

    enum Disks {
        /** Of one size, and filled by the mirror. */
        FULL {
            @Override
            List<SimulatedDisk> make() throws Exception {
                try (Rig rig = Rig.of("via/raid1-2disk")) {
                    return rig.copies();
                }
            }
        },
        /** The smaller of two, sda, has been replaced by a larger one: so a redo record fits. */
        ROOMY {
            @Override
            List<SimulatedDisk> make() throws Exception {
                try (Rig unequal = Rig.of("via/raid1-2disk-unequal")) {
                    var disks = new ArrayList<>(unequal.copies());
                    disks.add(blank("large", LARGE));
                    try (Rig rig = Rig.rebooted(disks)) {
                        rig.start();
                        Scenario.done(rig.run(new Change.Replace(new MemberName.OfDisk("sda"), rig.disk("large"))));
                        rig.advance();
                        rig.dmkit().settle();
                        return Ledger.copies(afterPowerCut(rig), "sda");
                    }
                }
            }
        };

        abstract List<SimulatedDisk> make() throws Exception;
    }

    private static final long LARGE = 262144;

    private static SimulatedDisk blank(String name, long sectors) {
        return SimulatedDisk.inMemory(new DiskInfo(name, sectors, 512, "NEW-" + name, null, "", null, false));
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(Disks.ROOMY, "large", "sdb", LARGE),
                new Case(Disks.ROOMY, "sdb", "large", LARGE),
                new Case(Disks.FULL, "sda", "sdb", 204800),
                new Case(Disks.FULL, "sdb", "sda", 204800));
    }

    private static State state(Rig rig, String disk) {
        return rig.group()
                .sets()
                .getFirst()
                .member(rig.disk(disk))
                .orElseThrow()
                .state();
    }

    private static List<String> stale(Rig rig) {
        return rig.group().stale().stream().map(DiskInfo::name).toList();
    }

    /** Under load, with a monitor, up to the newcomer's first sectors. */
    private static void lostAndReplaced(Rig rig, Case c, Ledger ledger) throws Exception {
        rig.start();
        ledger.write(rig);
        RaidSet running = rig.group().sets().getFirst();
        rig.machine.hardware(rig.dmkit().machine().disk(c.lost())).fail();
        for (int i = 0; i < 16; i++) {
            ledger.write(rig);
        }
        rig.dmkit().rescan();
        assertThat(new Monitor(InstantSource.system()).round(rig.dmkit()))
                .singleElement()
                .isInstanceOfSatisfying(
                        Monitor.Event.MemberLost.class, e -> assertThat(e.set()).isEqualTo(running.name()));
        ledger.write(rig);
        Group degraded = rig.group();
        assertThat(degraded.sets().getFirst().name())
                .as("dmraid's name is a sum over the members")
                .isNotEqualTo(running.name());
        assertThat(rig.device(degraded.sets().getFirst()).value()).isEqualTo(running.name());
        assertThat(degraded.sets().getFirst().size()).isEqualTo(running.size());
        Scenario.done(rig.run(new Change.Replace(new MemberName.OfLabel(""), rig.disk("new"))));
        ledger.write(rig);
        rig.machine.advance(64);
        assertThat(state(rig, "new")).isEqualTo(State.REBUILDING);
        assertThat(rig.device(rig.group().sets().getFirst()).value()).isEqualTo(running.name());
    }

    private static List<SimulatedDisk> afterPowerCut(Rig rig) {
        rig.machine.powerCut();
        List<SimulatedDisk> disks = rig.copies();
        disks.forEach(SimulatedDisk::restore);
        return disks;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aNewcomerThatIsRebuiltStaysBehindOverAPowerCut(Case c) throws Exception {
        var ledger = new Ledger();
        try (Rig rig = c.rig()) {
            lostAndReplaced(rig, c, ledger);
            List<SimulatedDisk> disks = afterPowerCut(rig);
            ledger.checkEverySource(disks, "power cut in the middle of the rebuild");
            try (Rig rebooted = Rig.rebooted(disks)) {
                assertThat(state(rebooted, "new")).isEqualTo(State.REBUILDING);
                assertThat(stale(rebooted)).containsExactly(c.lost());
                assertThat(rebooted.starts()).isTrue();
                rebooted.advance();
                rebooted.dmkit().settle();
                assertThat(state(rebooted, "new")).isEqualTo(State.IN_SYNC);
                ledger.write(rebooted);
                ledger.checkEverySource(Ledger.copies(afterPowerCut(rebooted), c.lost()), "after the rebuild");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theDiskThatWasReplacedIsShutOutEvenWhileItsReplacementIsAway(Case c) throws Exception {
        var ledger = new Ledger();
        try (Rig rig = c.rig()) {
            lostAndReplaced(rig, c, ledger);
            rig.advance();
            rig.dmkit().settle();
            assertThat(rig.group().sets().getFirst().health()).isEqualTo(Health.COMPLETE);
            ledger.write(rig);
            List<SimulatedDisk> disks = afterPowerCut(rig);
            try (Rig all = Rig.rebooted(Ledger.copies(disks, ""))) {
                assertThat(stale(all)).containsExactly(c.lost());
                all.start();
                ledger.check(all, "the old disk is back");
            }
            try (Rig without = Rig.rebooted(Ledger.copies(disks, "new"))) {
                assertThat(stale(without)).containsExactly(c.lost());
                assertThat(without.starts()).isTrue();
                ledger.check(without, "the old disk in place of the new one");
                ledger.write(without);
                ledger.checkEverySource(afterPowerCut(without), "and once more");
            }
        }
    }

    /** Each misses the same member, which alone knows who stayed with it. */
    @ParameterizedTest
    @MethodSource("cases")
    void theDiskThatWasReplacedAndItsReplacementAloneAreRefused(Case c) throws Exception {
        try (Rig rig = c.rig()) {
            lostAndReplaced(rig, c, new Ledger());
            rig.advance();
            rig.dmkit().settle();
            try (Rig both = Rig.rebooted(Ledger.copies(afterPowerCut(rig), c.left()))) {
                assertThat(both.dmkit().scan().groups())
                        .filteredOn(g -> !g.sets().isEmpty())
                        .hasSize(2)
                        .allSatisfy(g -> assertThat(g.blocked().values())
                                .extracting(f -> f.code())
                                .containsExactly("via.rivals"));
                assertThat(both.starts()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aDiskWhoseLinkWasDownForAMomentIsRebuilt(Case c) throws Exception {
        var ledger = new Ledger();
        try (Rig rig = c.rig()) {
            rig.start();
            ledger.write(rig);
            var disk = rig.dmkit().machine().disk(c.lost());
            rig.machine.vanish(disk);
            for (int i = 0; i < 16; i++) {
                ledger.write(rig);
            }
            rig.machine.reappear(disk);
            try (Rig next = rig.next()) {
                next.dmkit().settle();
                assertThat(state(next, c.lost())).isEqualTo(State.REBUILDING);
                ledger.write(next);
                next.machine.powerCut();
                ledger.checkEverySource(next.copies(), "power cut in the middle of the rebuild");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theMonitorTakesASpare(Case c) throws Exception {
        var ledger = new Ledger();
        try (Rig rig = c.rig()) {
            rig.start();
            ledger.write(rig);
            Scenario.done(rig.run(new Change.AddSpare(rig.disk("other"))));
            rig.machine.hardware(rig.dmkit().machine().disk(c.lost())).fail();
            for (int i = 0; i < 16; i++) {
                ledger.write(rig);
            }
            rig.dmkit().rescan();
            var monitor = new Monitor(InstantSource.system());
            assertThat(monitor.round(rig.dmkit()))
                    .hasAtLeastOneElementOfType(Monitor.Event.MemberLost.class)
                    .hasAtLeastOneElementOfType(Monitor.Event.SpareTaken.class);
            assertThat(state(rig, "other")).isEqualTo(State.REBUILDING);
            ledger.checkEverySource(afterPowerCut(rig), "the spare is being rebuilt");
        }
    }
}
