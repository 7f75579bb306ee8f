package org.dmkit.raid.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Step;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.read.Images;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;
import org.junit.jupiter.api.Test;

/** A lost disk may answer or not; nothing of the change depends on it. */
class WriteLostTest {
    private final SimulatedMachine simulated = new SimulatedMachine();
    private final Disk survivor = simulated.attach(SimulatedDisk.inMemory("sda", 1000));
    private final Disk lost = simulated.attach(SimulatedDisk.inMemory("sdb", 1000));
    private final List<Operation> operations = new ArrayList<>();

    private static Image image(int value) {
        byte[] bytes = new byte[512];
        Arrays.fill(bytes, (byte) value);
        return new Image(999, bytes);
    }

    private Executor.Outcome run() {
        simulated.onOperation(operations::add);
        var machine =
                new Machine(simulated.deviceMapper(), simulated.memoryDevices(), simulated.reader(), simulated.disks());
        return new Executor(machine, (s, undoing) -> {})
                .run(new Plan(List.of(
                        new Step.WriteMetadata("sda", List.of(image(0)), List.of(image(1))),
                        new Step.WriteLost("sdb", List.of(image(2))))));
    }

    private static byte[] last(Disk disk) throws IOException {
        return Images.read(disk, new Extent(999, 1)).bytes();
    }

    @Test
    void whoAnswersIsToldAndFlushed() throws IOException {
        assertThat(run())
                .isInstanceOfSatisfying(
                        Executor.Outcome.Done.class,
                        d -> assertThat(d.unanswered()).isEmpty());
        assertThat(last(lost)).isEqualTo(image(2).bytes());
        assertThat(operations)
                .filteredOn(o -> o instanceof Operation.Flush f && f.disk().equals("sdb"))
                .hasSize(1);
    }

    @Test
    void silenceTakesNothingBackAndIsTold() throws IOException {
        simulated.hardware(lost).fail();
        assertThat(run())
                .isInstanceOfSatisfying(
                        Executor.Outcome.Done.class,
                        d -> assertThat(d.unanswered()).hasSize(1));
        assertThat(last(survivor)).isEqualTo(image(1).bytes());
    }
}
