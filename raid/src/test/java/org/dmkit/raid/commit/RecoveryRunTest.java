package org.dmkit.raid.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.control.Controller;
import org.dmkit.raid.record.Redo;
import org.dmkit.raid.record.RedoCodec;
import org.dmkit.raid.testing.MirrorMachine;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.PowerCut;
import org.junit.jupiter.api.Test;

/** A change of two disks, cut off at a certain write, and what recovery makes of it. */
class RecoveryRunTest {
    private static final long METADATA = 20;
    private static final DiskInfo SPARE = MirrorMachine.disk("sdc", "C");
    private static final Change DIRTY = new Change.AddSpare(SPARE);

    /** The machine after the power went instead of this write. */
    private static MirrorMachine cutOffAtWrite(int number, DiskInfo first, DiskInfo second) throws Exception {
        MirrorMachine before = MirrorMachine.of(MirrorMachine.writing(METADATA, "sda", "sdb"), 2, first, second, SPARE);
        try (Controller dmkit = before.dmkit()) {
            Transition change = dmkit.prepare(dmkit.scan().groups().getFirst(), DIRTY);
            var writes = new AtomicInteger();
            before.simulated.onOperation(o -> {
                if (o instanceof Operation.Write && writes.incrementAndGet() == number) {
                    throw new PowerCut();
                }
            });
            dmkit.run(change);
            throw new AssertionError("there are only " + writes + " writes");
        } catch (PowerCut expected) {
            before.simulated.onOperation(o -> {});
            return before.rebooted();
        }
    }

    private static final DiskInfo A = MirrorMachine.disk("sda", "A");
    private static final DiskInfo B = MirrorMachine.disk("sdb", "B");

    private static List<Boolean> changed(MirrorMachine machine) throws IOException {
        return List.of(machine.changed("sda", METADATA), machine.changed("sdb", METADATA));
    }

    @Test
    void aRecordThatHasNotReachedAllLeadsBack() throws Exception {
        MirrorMachine after = cutOffAtWrite(2, A, B);
        try (Controller dmkit = after.dmkit()) {
            assertThat(dmkit.recover().decisions()).singleElement().isInstanceOf(Recovery.Decision.Back.class);
            assertThat(changed(after)).containsExactly(false, false);
            assertThat(dmkit.recover().nothing()).isTrue();
        }
    }

    @Test
    void aMemberWithoutASerialCountsThoughItHasNoCopyToTellIt() throws Exception {
        MirrorMachine after = cutOffAtWrite(2, MirrorMachine.disk("sda", ""), MirrorMachine.disk("sdb", ""));
        try (Controller dmkit = after.dmkit()) {
            assertThat(dmkit.recover().decisions()).singleElement().isInstanceOf(Recovery.Decision.Back.class);
            assertThat(changed(after)).containsExactly(false, false);
        }
    }

    @Test
    void aRecordThatHasReachedAllLeadsForward() throws Exception {
        MirrorMachine after = cutOffAtWrite(3, A, B);
        try (Controller dmkit = after.dmkit()) {
            assertThat(dmkit.recover().decisions()).singleElement().isInstanceOf(Recovery.Decision.Forward.class);
            assertThat(changed(after)).containsExactly(true, true);
            assertThat(dmkit.recover().nothing()).isTrue();
        }
    }

    @Test
    void theMarkOfABackOutComesBeforeWhatIsTakenBack() throws Exception {
        MirrorMachine after = cutOffAtWrite(2, A, B);
        var writes = new ArrayList<Extent>();
        try (Controller dmkit = after.dmkit()) {
            after.simulated.onOperation(o -> {
                if (o instanceof Operation.Write w) {
                    writes.add(w.extent());
                }
            });
            dmkit.recover();
            assertThat(writes.getFirst()).isNotEqualTo(new Extent(METADATA, 1));
            assertThat(writes).contains(new Extent(METADATA, 1));
        }
    }

    @Test
    void aWriteThatFailsKeepsTheRecordOwed() throws Exception {
        MirrorMachine after = cutOffAtWrite(4, A, B);
        var bad = after.simulated.hardware(after.open("sdb"));
        bad.failWritesAt(new Extent(METADATA, 1));
        try (Controller dmkit = after.dmkit()) {
            assertThat(dmkit.recover().outcomes()).singleElement().isInstanceOf(Executor.Outcome.Incomplete.class);
            bad.restore();
            assertThat(dmkit.recover().decisions()).singleElement().isInstanceOf(Recovery.Decision.Forward.class);
            assertThat(changed(after)).containsExactly(true, true);
        }
    }

    /** The set may have run as T1 by then: what has not been written does not tell that it never did. */
    @Test
    void aWriteThatFailsKeepsItGoingForward() throws Exception {
        MirrorMachine after = cutOffAtWrite(4, A, B);
        after.simulated.hardware(after.open("sdb")).failWritesAt(new Extent(METADATA, 1));
        try (Controller dmkit = after.dmkit()) {
            dmkit.recover();
            assertThat(dmkit.scan().redo().byDisk().values())
                    .extracting(RedoCodec.Copy::state)
                    .containsOnly(Redo.State.COMPLETING);
        }
    }
}
