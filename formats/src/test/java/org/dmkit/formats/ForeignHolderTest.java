package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.simulation.PowerCut;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine.Claim;
import org.junit.jupiter.api.Test;

/** Somebody else has a set's disks, as md has those of an array that mdadm has started: its metadata are not ours to write. */
class ForeignHolderTest {
    private static List<Claim> claim(Rig rig, String... names) throws Exception {
        var claims = new ArrayList<Claim>();
        for (String name : names) {
            claims.add(rig.machine.claimExclusively(rig.dmkit().machine().disk(name)));
        }
        return claims;
    }

    private static void assertRefused(ThrowingCallable change) {
        assertThatThrownBy(change)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.findings()).extracting(f -> f.code()).contains("disk.in-use"));
    }

    @Test
    void noChangeWritesUnderARunningArray() throws Exception {
        try (Rig rig = Rig.of("isw/raid1-2disk", "new")) {
            claim(rig, "sda", "sdb");
            var fail = new Change.Fail(new MemberName.OfDisk("sdb"));
            var replace = new Change.Replace(new MemberName.OfDisk("sdb"), rig.disk("new"));
            var start = new Change.Open(
                    rig.group().sets().stream().map(RaidSet::name).toList(), true, true);
            assertRefused(() -> rig.dmkit().prepare(rig.group(), fail));
            assertRefused(() -> rig.dmkit().prepare(rig.group(), replace));
            assertRefused(() -> rig.dmkit().prepareStart(rig.group(), start));
        }
    }

    @Test
    void whatRunsHereIsChangedThoughItsDisksAreHeld() throws Exception {
        try (Rig rig = Rig.of("isw/raid1-2disk", "new")) {
            rig.start();
            Scenario.done(rig.run(new Change.AddSpare(rig.disk("new"))));
            // Nobody's business but the spare's: a mark must not wait for it.
            claim(rig, "new");
            Scenario.done(rig.run(new Change.Fail(new MemberName.OfDisk("sdb"))));
        }
    }

    @Test
    void recoveryWaitsUntilTheArrayIsStopped() throws Exception {
        Scenario scenario = Scenario.all()
                .filter(s -> s.toString().equals("isw/raid1-2disk: replace"))
                .findFirst()
                .orElseThrow();
        Ends ends = Ends.of(scenario);
        for (int stop = 0; stop < ends.operations(); stop++) {
            List<SimulatedDisk> disks = cut(scenario, stop);
            try (Rig rig = Rig.rebooted(disks)) {
                boolean owed = !rig.dmkit().pending().decisions().isEmpty();
                List<Claim> claims = claim(rig, "sda", "sdb");
                rig.machine.onOperation(o -> {
                    throw new AssertionError(o + " under somebody's array");
                });
                assertThat(rig.dmkit().recover().findings())
                        .extracting(f -> f.code())
                        .isEqualTo(owed ? List.of("redo.disk-in-use") : List.of());
                rig.machine.onOperation(o -> {});
                claims.forEach(Claim::close);
                rig.dmkit().recover();
                ends.mustBeOneOf(rig);
            }
        }
    }

    private static List<SimulatedDisk> cut(Scenario scenario, int stop) throws Exception {
        try (Rig rig = scenario.rig(new Ledger())) {
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
                rig.machine.onOperation(o -> {});
            }
            List<SimulatedDisk> disks = rig.copies();
            disks.forEach(d -> d.powerCut(p -> false));
            return disks;
        }
    }
}
