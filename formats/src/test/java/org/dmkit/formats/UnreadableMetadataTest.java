package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.MemberName;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.PowerCut;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk whose power fails in the middle of a write may find the sector unreadable. */
class UnreadableMetadataTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatCannotBeReadAfterATornWriteIsWrittenAnew(int write) throws Exception {
        var torn = new Extent[1];
        var disk = new String[1];
        List<SimulatedDisk> disks;
        try (Rig rig = Rig.of("isw/raid1-2disk", "new")) {
            rig.start();
            Transition transition =
                    rig.dmkit().prepare(rig.group(), new Change.Replace(new MemberName.OfDisk("sdb"), rig.disk("new")));
            List<Extent> metadata = transition.redo().orElseThrow().redo().members().stream()
                    .flatMap(m -> m.t1().stream())
                    .map(i -> i.extent())
                    .toList();
            var written = new AtomicInteger();
            rig.machine.onOperation(o -> {
                if (o instanceof Operation.Write w
                        && metadata.contains(w.extent())
                        && written.incrementAndGet() == write) {
                    torn[0] = w.extent();
                    disk[0] = w.disk();
                    throw new PowerCut();
                }
            });
            cut(rig, transition);
            rig.machine.powerCut();
            disks = rig.copies();
        }
        disks.stream().filter(d -> d.info().name().equals(disk[0])).forEach(d -> d.failReadsAt(torn[0]));
        try (Rig rig = Rig.rebooted(disks)) {
            assertThat(rig.dmkit().recover().outcomes()).singleElement().isInstanceOf(Executor.Outcome.Done.class);
            assertThat(rig.dmkit().scan().findings()).extracting(f -> f.code()).doesNotContain("disk.unreadable");
            assertThat(rig.group().sets().getFirst().leaves().map(UnreadableMetadataTest::state))
                    .containsExactlyInAnyOrder(
                            Optional.of(Component.State.IN_SYNC), Optional.of(Component.State.REBUILDING));
            assertThat(rig.dmkit().recover().nothing()).isTrue();
        }
    }

    private static Optional<Component.State> state(Component component) {
        return component instanceof Component.Member m ? Optional.of(m.state()) : Optional.empty();
    }

    private static void cut(Rig rig, Transition transition) {
        try {
            rig.dmkit().run(transition);
        } catch (PowerCut expected) {
            rig.machine.onOperation(o -> {});
            return;
        }
        throw new AssertionError("no such write");
    }
}
