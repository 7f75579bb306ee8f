package org.dmkit.raid.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.record.Note;
import org.dmkit.raid.record.Redo;
import org.dmkit.raid.record.RedoCodec;
import org.dmkit.raid.scan.Scan;
import org.dmkit.raid.scan.Scanner;
import org.dmkit.raid.testing.FakeFormat;
import org.dmkit.raid.testing.MirrorFormat;
import org.dmkit.raid.testing.NoWriter;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;
import org.junit.jupiter.api.Test;

/** A record takes the place of the one before; but what that notes must be there at every moment. */
class RedoRoomTest {
    private final SimulatedMachine simulated = new SimulatedMachine();
    private final Disk disk = simulated.attach(SimulatedDisk.inMemory("sda", MirrorFormat.DISK));

    private void put(long lba, byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(bytes.length, 4096);
            segment.copyFrom(MemorySegment.ofArray(bytes));
            disk.write(lba, segment);
        }
    }

    private Optional<Extent> find(Note note, int needed) throws IOException {
        var member = new Redo.Member("sda", MirrorFormat.DISK, List.of(), List.of());
        var redo = new Redo(new UUID(1, 2), 3, false, "g", List.of(member), List.of(new Redo.Notes(Note.NONE, note)));
        put(MirrorFormat.DISK - 1, Arrays.copyOf("fake set 0".getBytes(StandardCharsets.US_ASCII), 512));
        put(300, RedoCodec.encode(redo, Redo.State.FINISHED, 0));
        var format = new MirrorFormat(new FakeFormat("fake", 1), new NoWriter<>(false));
        try (Scan scan = Scanner.scan(simulated.disks(), simulated.reader(), List.of(format))) {
            Group group = scan.groups().getFirst();
            return RedoRoom.of(scan, List.of(new Delta(group, group, List.of())), Map.of())
                    .find(disk.info(), needed);
        }
    }

    private static final Note LOSS = new Note(List.of(new Note.Loss("sdb", MirrorFormat.DISK, 3)), List.of());

    @Test
    void oneSectorIsReplacedInOneWrite() throws IOException {
        assertThat(find(LOSS, 1)).contains(new Extent(300, 1));
    }

    @Test
    void whatTakesSeveralWritesLeavesANoteAlone() throws IOException {
        assertThat(find(LOSS, 2)).contains(new Extent(301, 2));
    }

    @Test
    void andNothingElse() throws IOException {
        assertThat(find(Note.NONE, 2)).contains(new Extent(300, 2));
    }
}
