package org.dmkit.raid.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Step;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.read.Images;
import org.dmkit.raid.record.Redo;
import org.dmkit.raid.record.RedoCodec;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;
import org.junit.jupiter.api.Test;

/** How a record gets onto a disk, and how it is marked. */
class RedoWritingTest {
    private final SimulatedMachine simulated = new SimulatedMachine();
    private final Disk disk = simulated.attach(SimulatedDisk.inMemory("sda", 1000));
    private final List<String> operations = new ArrayList<>();

    private Executor.Outcome run(Step step) {
        simulated.onOperation(o -> operations.add(o instanceof Operation.Write w ? "write " + w.extent() : "flush"));
        var machine =
                new Machine(simulated.deviceMapper(), simulated.memoryDevices(), simulated.reader(), simulated.disks());
        return new Executor(machine, (s, undoing) -> {}).run(new Plan(List.of(step)));
    }

    private static Redo.Placed placed(Image before, Image after) {
        var member = new Redo.Member("S", 1000, List.of(before), List.of(after));
        var redo = new Redo(new UUID(1, 2), 3, false, "g", List.of(member));
        return new Redo.Placed(redo, List.of(new Redo.Place(0, "sda", new Extent(900, RedoCodec.sectors(redo)))));
    }

    private static Redo.Placed small() {
        byte[] after = new byte[512];
        after[7] = 1;
        return placed(new Image(990, new byte[512]), new Image(990, after));
    }

    private static Redo.Placed large() {
        byte[] before = new byte[3 * 512];
        new Random(1).nextBytes(before);
        return placed(new Image(990, before), new Image(990, new byte[3 * 512]));
    }

    @Test
    void oneSectorIsOneWriteAndOneFlush() {
        run(new Step.SaveRedo(small()));

        assertThat(operations).containsExactly("write 900+1", "flush");
    }

    @Test
    void ofSeveralSectorsTheFirstIsWrittenWhenTheOthersAreFlushed() {
        Redo.Placed placed = large();
        assertThat(placed.places().getFirst().extent().count()).isEqualTo(4);

        run(new Step.SaveRedo(placed));

        assertThat(operations).containsExactly("write 901+3", "flush", "write 900+1", "flush");
    }

    @Test
    void aMarkRewritesTheFirstSectorAlone() throws IOException {
        Redo.Placed placed = large();
        run(new Step.SaveRedo(placed));
        operations.clear();

        run(new Step.MarkRedo(placed, Redo.State.FINISHED));

        assertThat(operations).containsExactly("write 900+1", "flush");
        byte[] found = Images.read(disk, new Extent(900, 4)).bytes();
        assertThat(RedoCodec.decode(ByteBuffer.wrap(found), 0, 900).map(RedoCodec.Copy::state))
                .contains(Redo.State.FINISHED);
    }

    @Test
    void whatIsNotTheRecordIsNotMarked() {
        Redo.Placed placed = small();
        var other = new Redo(new UUID(1, 2), 4, false, "g", placed.redo().members());
        run(new Step.SaveRedo(new Redo.Placed(other, placed.places())));
        operations.clear();

        assertThat(run(new Step.MarkRedo(placed, Redo.State.FINISHED))).isInstanceOf(Executor.Outcome.Done.class);
        assertThat(operations).isEmpty();
    }
}
