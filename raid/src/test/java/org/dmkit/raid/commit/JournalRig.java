package org.dmkit.raid.commit;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Consent;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.control.Controller;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.record.Journal;
import org.dmkit.raid.table.Profile;
import org.dmkit.raid.testing.WordlessFormat;
import org.dmkit.simulation.Pending;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;

/** dmkit with a journal, on disks of a format without an order. */
final class JournalRig implements AutoCloseable {
    static final long LAST = WordlessFormat.DISK - 1;
    static final String JOURNAL = "/usb/journal";

    final Controller dmkit;

    /**
     * @param data of each member
     * @param standsOn what the journal's file lies on
     */
    JournalRig(Extent data, SimulatedDisk file, Set<DeviceNumber> standsOn, SimulatedDisk... disks) {
        var simulated = new SimulatedMachine();
        List.of(disks).forEach(simulated::attach);
        var machine =
                new Machine(simulated.deviceMapper(), simulated.memoryDevices(), simulated.reader(), simulated.disks());
        dmkit = new Controller(
                machine.with(new Journal(file, standsOn)),
                List.of(new WordlessFormat(data, Crash.REDO)),
                Profile.MODERN,
                (step, undoing) -> {});
    }

    Transition prepare(Change change) throws IOException, RefusedException {
        return dmkit.prepare(group(), change, Consent.OVERWRITE);
    }

    Group group() {
        return dmkit.scan().groups().getFirst();
    }

    @Override
    public void close() {
        dmkit.close();
    }

    static void put(Disk disk, long lba, byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(bytes.length, 4096);
            segment.copyFrom(MemorySegment.ofArray(bytes));
            disk.write(lba, segment);
            disk.flush();
        }
    }

    /** All that may be left of these after a power cut. */
    static List<List<SimulatedDisk>> left(List<SimulatedDisk> disks) {
        List<Pending> pending =
                disks.stream().flatMap(d -> d.unflushed().stream()).toList();
        var left = new ArrayList<List<SimulatedDisk>>();
        for (int mask = 0; mask < 1 << pending.size(); mask++) {
            int chosen = mask;
            List<SimulatedDisk> copies = disks.stream().map(SimulatedDisk::copy).toList();
            copies.forEach(d -> d.powerCut(p -> (chosen >> pending.indexOf(p) & 1) == 1));
            left.add(copies);
        }
        return left;
    }
}
