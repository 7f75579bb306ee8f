package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Executor.Outcome;
import org.dmkit.raid.model.MemberName;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.api.Test;

/** The number of a disk may belong to another by the time that a change runs. */
class DiskIdentityTest {
    private static SimulatedDisk stranger(DiskInfo like) {
        return SimulatedDisk.inMemory(
                new DiskInfo(like.name(), like.sectors(), 512, "SOMEBODYS", null, "", null, false));
    }

    @Test
    void nothingIsDoneWhenANewDiskHasBeenExchanged() throws Exception {
        try (Rig rig = Rig.of("isw/raid1-2disk", "new")) {
            rig.start();
            Transition transition =
                    rig.dmkit().prepare(rig.group(), new Change.Replace(new MemberName.OfDisk("sdb"), rig.disk("new")));
            Disk looked = rig.dmkit().machine().disk("new");
            Disk stranger = rig.machine.exchange(looked, stranger(looked.info()));
            assertThat(stranger.info().number()).isEqualTo(looked.info().number());
            isRefused(rig, transition);
        }
    }

    @Test
    void noTableIsMadeOnTheNumberOfAMemberThatHasBeenExchanged() throws Exception {
        try (Rig rig = Rig.of("isw/raid0-2disk-64k")) {
            List<String> sets = rig.group().sets().stream().map(s -> s.name()).toList();
            Transition start = rig.dmkit().prepareStart(rig.group(), new Change.Open(sets, false, false));
            Disk looked = rig.dmkit().machine().disk("sdb");
            rig.machine.exchange(looked, stranger(looked.info()));
            isRefused(rig, start);
            assertThat(rig.devices()).isEmpty();
        }
    }

    private static void isRefused(Rig rig, Transition transition) {
        var operations = new ArrayList<Operation>();
        rig.machine.onOperation(operations::add);
        assertThat(rig.dmkit().run(transition))
                .isInstanceOfSatisfying(
                        Outcome.BackedOut.class, b -> assertThat(b.cause()).isInstanceOf(KernelException.class));
        rig.machine.onOperation(o -> {});
        assertThat(operations).isEmpty();
    }
}
