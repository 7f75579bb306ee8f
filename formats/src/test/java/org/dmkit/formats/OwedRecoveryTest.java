package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.PowerCut;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.api.Test;

/** A recovery that could not finish is not gone over by the next change. */
class OwedRecoveryTest {
    /** A replacement of sdb in a mirror of sda and sdb, cut off after this write of metadata. */
    private static List<SimulatedDisk> cutOff() throws Exception {
        try (Rig rig = Rig.of("isw/raid1-2disk", "new", "other")) {
            rig.start();
            Transition transition =
                    rig.dmkit().prepare(rig.group(), new Change.Replace(new MemberName.OfDisk("sdb"), rig.disk("new")));
            List<Extent> metadata = transition.redo().orElseThrow().redo().members().stream()
                    .flatMap(m -> m.t1().stream())
                    .map(i -> i.extent())
                    .toList();
            var written = new AtomicInteger();
            rig.machine.onOperation(o -> {
                if (o instanceof Operation.Write w && metadata.contains(w.extent()) && written.incrementAndGet() == 2) {
                    throw new PowerCut();
                }
            });
            try {
                rig.dmkit().run(transition);
            } catch (PowerCut expected) {
                // that is what was asked for
            }
            assertThat(written).hasValue(2);
            rig.machine.onOperation(o -> {});
            rig.machine.powerCut();
            return rig.copies();
        }
    }

    @Test
    void aChangeWaitsUntilTheRecordIsAtItsEnd() throws Exception {
        try (Rig rig = Rig.rebooted(cutOff())) {
            SimulatedDisk bad = rig.machine.hardware(rig.dmkit().machine().disk("new"));
            bad.failWritesAt(new Extent(0, bad.info().sectors()));
            assertThat(rig.dmkit().recover().outcomes())
                    .singleElement()
                    .isInstanceOf(Executor.Outcome.Incomplete.class);
            var change = new Change.AddSpare(rig.disk("other"));
            assertThatThrownBy(() -> rig.dmkit().prepare(rig.group(), change))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.findings())
                                    .extracting(f -> f.code())
                                    .containsExactly("set.recovery-owed"));
            bad.restore();
            rig.dmkit().recover();
            Scenario.done(rig.run(change));
        }
    }

    @Test
    void withoutTheDiskThatKeepsItFromItsEndTheGroupIsFree() throws Exception {
        try (Rig rig = Rig.rebooted(cutOff())) {
            Disk disk = rig.dmkit().machine().disk("new");
            rig.machine.hardware(disk).failWritesAt(new Extent(0, disk.info().sectors()));
            rig.dmkit().recover();
            rig.machine.vanish(disk);
            try (Rig next = rig.next()) {
                assertThat(next.dmkit().recover().outcomes()).allMatch(Executor.Outcome.Done.class::isInstance);
                Scenario.done(next.run(new Change.AddSpare(next.disk("other"))));
            }
        }
    }
}
