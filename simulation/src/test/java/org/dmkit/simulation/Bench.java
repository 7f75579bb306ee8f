package org.dmkit.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.MemoryDevices;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.SuspendOption;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.KernelException;

/** A machine with disks {@code a, b, ...} of {@link #SECTORS} and one mapped device {@code x} to try tables on. */
final class Bench {
    static final long SECTORS = 4096;
    static final DmName X = new DmName("x");

    final SimulatedMachine machine = new SimulatedMachine();
    final DeviceMapper dm = machine.deviceMapper();
    final List<Disk> disks = new ArrayList<>();
    private final List<MemoryDevices.Handle> metadata = new ArrayList<>();

    Bench(int count) {
        for (int i = 0; i < count; i++) {
            disks.add(machine.attach(SimulatedDisk.inMemory(String.valueOf((char) ('a' + i)), SECTORS)));
        }
    }

    DeviceRef disk(int i) {
        return DeviceRef.of(numberOf(disks.get(i)));
    }

    static DeviceNumber numberOf(Disk disk) {
        var number = disk.info().number();
        if (number == null) {
            throw new AssertionError("no number");
        }
        return number;
    }

    DeviceRef newMetadata() throws IOException {
        return newMetadata(new byte[0]);
    }

    /** Stays alive: the handle is kept. */
    DeviceRef newMetadata(byte[] content) throws IOException {
        MemoryDevices.Handle handle = machine.memoryDevices().create(8192, content);
        metadata.add(handle);
        return DeviceRef.of(handle.number());
    }

    void closeMetadataHandles() {
        metadata.forEach(MemoryDevices.Handle::close);
        metadata.clear();
    }

    DmTarget.RaidSlot slot(int disk) throws IOException {
        return new DmTarget.RaidSlot(newMetadata(), disk(disk));
    }

    List<DmTarget.RaidSlot> slots(int count) throws IOException {
        var slots = new ArrayList<DmTarget.RaidSlot>();
        for (int i = 0; i < count; i++) {
            slots.add(slot(i));
        }
        return slots;
    }

    static DmTarget.RaidSlot hole() {
        return new DmTarget.RaidSlot(DeviceRef.NONE, DeviceRef.NONE);
    }

    /** Parameters in the kernel's words, such as {@code "raid1 2 0 nosync"}, and the slots. */
    static DmTarget raid(String parameters, List<DmTarget.RaidSlot> slots) {
        var text = new StringBuilder(parameters).append(' ').append(slots.size());
        slots.forEach(s -> text.append(' ')
                .append(s.metadata().text())
                .append(' ')
                .append(s.data().text()));
        return DmTarget.parse("raid", text.toString());
    }

    DmTarget parse(String type, String parameters) {
        String text = parameters;
        for (int i = 0; i < disks.size(); i++) {
            text = text.replace("$" + (char) ('a' + i), disk(i).text());
        }
        return DmTarget.parse(type, text);
    }

    void create(DmName name, Table table) throws KernelException {
        dm.create(name, DmUuid.NONE);
        dm.load(name, table, false);
        dm.resume(name);
    }

    void create(long length, DmTarget target) throws KernelException {
        create(X, Table.of(length, target));
    }

    /** Load, suspend --noflush, resume. */
    void swap(DmName name, Table table) throws KernelException {
        dm.load(name, table, false);
        dm.suspend(name, EnumSet.of(SuspendOption.NO_FLUSH, SuspendOption.SKIP_LOCK_FS));
        dm.resume(name);
    }

    Disk open() throws KernelException {
        return machine.open(X);
    }

    String status() throws KernelException {
        return dm.status(X).getFirst().text();
    }

    int event() throws KernelException {
        return dm.info(X).eventNumber();
    }

    void advanceToTheEnd() {
        while (machine.advance(512)) {
            Thread.onSpinWait();
        }
    }

    static byte[] random(long seed, int sectors) {
        var bytes = new byte[sectors * 512];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static void write(Disk disk, long lba, byte[] content) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(content.length, 4096);
            MemorySegment.copy(content, 0, buffer, ValueLayout.JAVA_BYTE, 0, content.length);
            disk.write(lba, buffer);
        }
    }

    static byte[] read(Disk disk, long lba, int sectors) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(sectors * 512L, 4096);
            disk.read(lba, buffer);
            return buffer.toArray(ValueLayout.JAVA_BYTE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A flat array of sectors that a mapped device must be equal to. */
    static final class Model {
        private final byte[] content;
        private final Random random;

        Model(long sectors, long seed) {
            content = new byte[(int) sectors * 512];
            random = new Random(seed);
        }

        void writeSome(Disk disk, int times) throws IOException {
            int sectors = content.length / 512;
            for (int i = 0; i < times; i++) {
                int count = 1 + random.nextInt(Math.min(100, sectors));
                int lba = random.nextInt(sectors - count + 1);
                var bytes = new byte[count * 512];
                random.nextBytes(bytes);
                System.arraycopy(bytes, 0, content, lba * 512, bytes.length);
                write(disk, lba, bytes);
            }
        }

        boolean equalTo(Disk disk) {
            return Arrays.equals(content, read(disk, 0, content.length / 512));
        }
    }
}
