package org.dmkit.raid.testing;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.control.Controller;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.read.Images;
import org.dmkit.raid.table.Profile;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;

/** A machine with a {@link MirrorFormat} mirror; metadata of whatever change are ones in one sector of these disks. */
public final class MirrorMachine {
    public final SimulatedMachine simulated = new SimulatedMachine();
    public final MirrorFormat format;

    private MirrorMachine(MirrorFormat format) {
        this.format = format;
    }

    /** The first disks are members. */
    public static MirrorMachine of(MirrorFormat format, int members, DiskInfo... disks) throws IOException {
        var machine = new MirrorMachine(format);
        for (int i = 0; i < disks.length; i++) {
            Disk disk = machine.simulated.attach(SimulatedDisk.inMemory(disks[i]));
            if (i < members) {
                put(disk, MirrorFormat.DISK - 1, "fake set " + i);
            }
            disk.flush();
        }
        return machine;
    }

    /** The same disks after a power cut. */
    public MirrorMachine rebooted() {
        var machine = new MirrorMachine(format);
        for (Disk disk : simulated.disks()) {
            SimulatedDisk copy = simulated.hardware(disk).copy();
            copy.powerCut(p -> false);
            machine.simulated.attach(copy);
        }
        return machine;
    }

    public static MirrorFormat writing(long lba, String... disks) {
        return new MirrorFormat(new FakeFormat("fake", 1), new Ones(lba, List.of(disks)));
    }

    public static DiskInfo disk(String name, String serial) {
        return new DiskInfo(name, MirrorFormat.DISK, 512, serial, null, "", null, false);
    }

    public static void put(Disk disk, long lba, String text) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(512, 4096);
            segment.copyFrom(MemorySegment.ofArray(text.getBytes(StandardCharsets.ISO_8859_1)));
            disk.write(lba, segment);
        }
    }

    public Machine machine() {
        return new Machine(simulated.deviceMapper(), simulated.memoryDevices(), simulated.reader(), simulated.disks());
    }

    public Disk open(String name) {
        return machine().disk(name);
    }

    public Controller dmkit() {
        return new Controller(machine(), List.of(format), Profile.MODERN, (step, undoing) -> {});
    }

    private record Ones(long lba, List<String> disks) implements MetadataWriter<FakeFormat.Metadata> {
        @Override
        public Abilities abilities() {
            return new Abilities(Set.of(), true, LossMark.ON_SURVIVORS, Crash.REDO, "");
        }

        @Override
        public List<Finding> check(Delta delta, Known<FakeFormat.Metadata> known) {
            return List.of();
        }

        @Override
        public Update encode(Delta delta, Known<FakeFormat.Metadata> known) {
            byte[] ones = new byte[512];
            Arrays.fill(ones, (byte) 1);
            var images = new HashMap<String, List<Image>>();
            disks.forEach(d -> images.put(d, List.of(new Image(lba, ones))));
            return Update.of(images);
        }
    }

    /** True if this sector of the disk holds what a change writes. */
    public boolean changed(String name, long lba) throws IOException {
        return Images.read(open(name), new Extent(lba, 1)).bytes()[0] == 1;
    }
}
