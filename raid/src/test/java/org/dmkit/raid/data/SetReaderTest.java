package org.dmkit.raid.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.table.Helper;
import org.dmkit.raid.table.MappedDevice;
import org.dmkit.raid.table.Profile;
import org.dmkit.raid.table.Tables;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is read through the members is what the device-mapper gives for the same tables. */
class SetReaderTest {
    private static final long DISK = 2048;
    private static final int CHUNK = 16;

    private final SimulatedMachine simulation = new SimulatedMachine();
    private final List<Disk> disks = new ArrayList<>();

    private Component.Member newMember(long lba, long count) {
        Disk disk = simulation.attach(SimulatedDisk.inMemory("d" + disks.size(), DISK));
        disks.add(disk);
        return new Component.Member(disk.info(), new Extent(lba, count), Component.State.IN_SYNC);
    }

    /** Each member keeps its data somewhere else. */
    private Component[] members(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> newMember(8L * (i + 1), 1024))
                .toArray(Component[]::new);
    }

    private static RaidSet set(String name, Level level, long size, Component... components) {
        boolean chunks = level != Level.RAID1 && level != Level.LINEAR;
        return new RaidSet(name, "", level, chunks ? CHUNK : 0, size, List.of(components), RaidSet.Resync.CLEAN);
    }

    private RaidSet parity(Level level, int count) {
        return set("s", level, 1024L * (count - level.tolerance(count)), members(count));
    }

    private Machine machine() {
        return new Machine(simulation.deviceMapper(), simulation.memoryDevices(), simulation.reader(), disks);
    }

    private static RaidSet without(RaidSet set, Set<String> lost) {
        return set.mapLeaves(
                c -> c instanceof Component.Member m && lost.contains(m.disk().name())
                        ? new Component.Missing("", m.extent(), true)
                        : c);
    }

    private static RaidSet rebuilding(RaidSet set, String disk) {
        return set.mapLeaves(
                c -> c instanceof Component.Member m && m.disk().name().equals(disk)
                        ? m.withState(Component.State.REBUILDING)
                        : c);
    }

    /** Maps the set, writes through the mapping, and gives what it holds. */
    private byte[] filled(RaidSet set) throws IOException {
        for (MappedDevice device : Tables.of(set, Profile.MODERN, SetReaderTest::ref)) {
            for (Helper helper : device.helpers()) {
                simulation.deviceMapper().create(helper.name(), helper.uuid());
                simulation
                        .deviceMapper()
                        .load(
                                helper.name(),
                                switch (helper) {
                                    case Helper.Offset o -> o.table();
                                    case Helper.Metadata m -> metadata(m);
                                },
                                false);
                simulation.deviceMapper().resume(helper.name());
            }
            simulation.deviceMapper().create(device.name(), device.uuid());
            simulation.deviceMapper().load(device.name(), device.table(), false);
            simulation.deviceMapper().resume(device.name());
        }
        try (Disk mapped = simulation.open(new DmName(set.name()))) {
            byte[] content = new byte[(int) mapped.info().sectors() * 512];
            new Random(1).nextBytes(content);
            write(mapped, content);
            mapped.flush();
            return content;
        }
    }

    private Table metadata(Helper.Metadata m) throws IOException {
        var handle = simulation
                .memoryDevices()
                .create(Helper.Metadata.SECTORS, m.superblock().encode());
        return Table.of(Helper.Metadata.SECTORS, new DmTarget.Linear(DeviceRef.of(handle.number()), 0));
    }

    private static DeviceRef ref(DiskInfo disk) {
        return DeviceRef.of(Objects.requireNonNull(disk.number()));
    }

    private static void write(Disk disk, byte[] content) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocate(content.length, 4096);
            MemorySegment.copy(content, 0, from, ValueLayout.JAVA_BYTE, 0, content.length);
            disk.write(0, from);
        }
    }

    private byte[] read(RaidSet set, long lba, int sectors) throws IOException {
        try (Arena arena = Arena.ofShared();
                SetReader reader = new SetReader(machine())) {
            MemorySegment into = arena.allocate(sectors * 512L, 4096);
            new SetDisk(set, reader).read(lba, into);
            return into.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private void holds(RaidSet set, byte[] content) throws IOException {
        assertThat(Tables.length(set)).isEqualTo(content.length / 512);
        assertThat(read(set, 0, content.length / 512)).isEqualTo(content);
        int lba = CHUNK - 3;
        assertThat(read(set, lba, 3 * CHUNK))
                .isEqualTo(Arrays.copyOfRange(content, lba * 512, (lba + 3 * CHUNK) * 512));
    }

    @Test
    void aLinearSetOfUnequalMembers() throws IOException {
        RaidSet set = set("s", Level.LINEAR, 1500, newMember(7, 1000), newMember(0, 100), newMember(33, 500));
        holds(set, filled(set));
    }

    @Test
    void aStripe() throws IOException {
        RaidSet set = set("s", Level.RAID0, 3 * 1024, members(3));
        holds(set, filled(set));
    }

    @Test
    void aMirrorFromAnyOfItsMembers() throws IOException {
        RaidSet set = set("s", Level.RAID1, 1000, members(2));
        byte[] content = filled(set);
        holds(set, content);
        holds(without(set, Set.of("d0")), content);
        holds(without(set, Set.of("d1")), content);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "RAID4",
                "RAID4_PARITY_FIRST",
                "RAID5_LEFT_ASYMMETRIC",
                "RAID5_RIGHT_ASYMMETRIC",
                "RAID5_LEFT_SYMMETRIC",
                "RAID5_RIGHT_SYMMETRIC",
                "RAID6_ZERO_RESTART",
                "RAID6_N_RESTART",
                "RAID6_N_CONTINUE"
            })
    void aParitySetWithEachOfItsMembersLost(Level level) throws IOException {
        RaidSet set = parity(level, 5);
        byte[] content = filled(set);
        holds(set, content);
        for (int i = 0; i < 5; i++) {
            holds(without(set, Set.of("d" + i)), content);
            holds(rebuilding(set, "d" + i), content);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RAID6_ZERO_RESTART", "RAID6_N_RESTART", "RAID6_N_CONTINUE"})
    void raid6WithAnyTwoLost(Level level) throws IOException {
        RaidSet set = parity(level, 6);
        byte[] content = filled(set);
        for (int a = 0; a < 6; a++) {
            for (int b = a + 1; b < 6; b++) {
                holds(without(set, Set.of("d" + a, "d" + b)), content);
            }
        }
    }

    @Test
    void aStripeOverMirrorsAndOverParitySets() throws IOException {
        RaidSet mirrors = set(
                "s",
                Level.RAID0,
                2 * 1024,
                new Component.Subset(set("s-0", Level.RAID1, 1024, members(2))),
                new Component.Subset(set("s-1", Level.RAID1, 1024, members(2))));
        byte[] content = filled(mirrors);
        holds(mirrors, content);
        holds(without(mirrors, Set.of("d0", "d3")), content);
        RaidSet parities = set(
                "t",
                Level.RAID0,
                4 * 1024,
                new Component.Subset(set("t-0", Level.RAID5_LEFT_SYMMETRIC, 2 * 1024, members(3))),
                new Component.Subset(set("t-1", Level.RAID5_LEFT_SYMMETRIC, 2 * 1024, members(3))));
        content = filled(parities);
        holds(parities, content);
        holds(without(parities, Set.of("d4", "d8")), content);
    }

    @Test
    void aMirrorOfStripesNeverReadsAStripeThatHasLostAMember() throws IOException {
        RaidSet set = set(
                "s",
                Level.RAID1,
                2 * 1024,
                new Component.Subset(set("s-0", Level.RAID0, 2 * 1024, members(2))),
                new Component.Subset(set("s-1", Level.RAID0, 2 * 1024, members(2))));
        byte[] content = filled(set);
        holds(set, content);
        // What is left of the broken stripe is as old as the failure.
        write(disks.get(1), new byte[512 * (int) DISK]);
        holds(without(set, Set.of("d0")), content);
    }

    @Test
    void aMemberThatIsNotInSyncIsNeverRead() throws IOException {
        RaidSet set = set("s", Level.RAID1, 1000, members(2));
        byte[] content = filled(set);
        write(disks.getFirst(), new byte[512 * (int) DISK]);
        holds(rebuilding(set, "d0"), content);
        for (SetMap.Piece piece : SetMap.pieces(rebuilding(set, "d0"), new Extent(0, 1000))) {
            assertThat(piece.ways())
                    .singleElement()
                    .satisfies(w -> assertThat(w.terms())
                            .extracting(t -> t.disk().name())
                            .containsExactly("d1"));
        }
    }

    @Test
    void whatOneMemberCannotReadComesFromTheOthers() throws IOException {
        RaidSet mirror = set("s", Level.RAID1, 1000, members(2));
        byte[] content = filled(mirror);
        simulation.vanish(disks.getFirst());
        assertThat(read(mirror, 0, 100)).isEqualTo(Arrays.copyOf(content, 100 * 512));
    }

    @Test
    void tooFewMembersAreAnErrorAndNothingElse() throws IOException {
        RaidSet stripe = set("s", Level.RAID0, 2 * 1024, members(2));
        byte[] content = filled(stripe);
        RaidSet broken = without(stripe, Set.of("d1"));
        try (Arena arena = Arena.ofShared();
                SetReader reader = new SetReader(machine())) {
            var whole = new SetDisk(stripe, reader);
            var half = new SetDisk(broken, reader);
            var good = new BatchReader.Request(whole, 0, arena.allocate(4096, 4096));
            var bad = new BatchReader.Request(half, CHUNK, arena.allocate(4096, 4096));
            assertThat(reader.read(List.of(bad, good)))
                    .satisfies(a -> assertThat(a.get(0)).hasMessageContaining("too few members"))
                    .satisfies(a -> assertThat(a.get(1)).isNull());
            assertThat(good.into().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(Arrays.copyOf(content, 4096));
        }
    }

    @Test
    void aSetCannotBeWritten() {
        RaidSet stripe = set("s", Level.RAID0, 2 * 1024, members(2));
        try (Arena arena = Arena.ofShared();
                SetReader reader = new SetReader(machine())) {
            assertThatThrownBy(() -> new SetDisk(stripe, reader).write(0, arena.allocate(512, 4096)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("EROFS");
        }
    }
}
