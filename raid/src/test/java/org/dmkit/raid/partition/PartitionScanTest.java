package org.dmkit.raid.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.raid.assemble.LogicalBlocks;
import org.dmkit.raid.format.Partition;
import org.dmkit.raid.format.PartitionFormat;
import org.dmkit.raid.format.PartitionReading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.table.MappedDevice;
import org.dmkit.raid.table.Profile;
import org.dmkit.raid.table.Tables;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;
import org.junit.jupiter.api.Test;

class PartitionScanTest {
    private static final long DISK = 4096;
    private static final int NEXT = 100;

    /** A chain: the first byte of a sector is the sector of the next link by {@link #NEXT}, 0 ends it; a link is a partition. */
    private record Chain(String name) implements PartitionFormat {
        @Override
        public PartitionReading read(long sectors, int sectorSize, Sectors read) {
            var blocks = new LogicalBlocks(sectors, sectorSize, read);
            var partitions = new ArrayList<Partition>();
            var findings = new ArrayList<Finding>();
            for (long link = 0; ; ) {
                var block = blocks.at(link);
                if (block.isEmpty()) {
                    findings.add(Finding.warning("chain.cut").at(link).field("link"));
                    break;
                }
                long next = (long) block.get().u8(0) * NEXT;
                if (next == 0) {
                    break;
                }
                partitions.add(new Partition(partitions.size() + 1, new Extent(next, 8)));
                link = next;
            }
            return blocks.settled(
                    partitions.isEmpty()
                            ? new PartitionReading.Absent()
                            : new PartitionReading.Found(partitions, findings));
        }
    }

    private final SimulatedMachine simulation = new SimulatedMachine();
    private final List<Disk> disks = new ArrayList<>();

    private Disk newDisk() {
        Disk disk = simulation.attach(SimulatedDisk.inMemory("d" + disks.size(), DISK));
        disks.add(disk);
        return disk;
    }

    private static void link(Disk disk, long sector, int next) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(512, 4096);
            bytes.set(ValueLayout.JAVA_BYTE, 0, (byte) next);
            disk.write(sector, bytes);
        }
    }

    private static RaidSet mirror(String name, Disk... disks) {
        var members = new ArrayList<Component>();
        for (Disk disk : disks) {
            members.add(new Component.Member(disk.info(), new Extent(0, 3000), Component.State.IN_SYNC));
        }
        return new RaidSet(name, "", Level.RAID1, 0, 3000, members, RaidSet.Resync.CLEAN);
    }

    private PartitionTable scan(RaidSet set) {
        return scan(set, new Chain("chain"));
    }

    private PartitionTable scan(RaidSet set, PartitionFormat format) {
        var machine = new Machine(simulation.deviceMapper(), simulation.memoryDevices(), simulation.reader(), disks);
        return PartitionScan.of(machine, List.of(set), List.of(format))
                .getOrDefault(set.name(), new PartitionTable("not scanned", List.of(), List.of()));
    }

    @Test
    void aTableThatPointsFromOnePlaceToTheNextIsFollowed() throws IOException {
        Disk disk = newDisk();
        link(disk, 0, 7);
        link(disk, 700, 12);
        PartitionTable table = scan(mirror("m", disk, newDisk()));
        assertThat(table.format()).isEqualTo("chain");
        assertThat(table.partitions())
                .containsExactly(new Partition(1, new Extent(700, 8)), new Partition(2, new Extent(1200, 8)));
        assertThat(table.findings()).isEmpty();
    }

    @Test
    void whatCannotBeReadEndsTheTableButLosesNothingBefore() throws IOException {
        Disk disk = newDisk();
        link(disk, 0, 7);
        link(disk, 700, 12);
        simulation.hardware(disk).failReadsAt(new Extent(1200, 1));
        PartitionTable table = scan(mirror("m", disk));
        assertThat(table.partitions()).hasSize(2);
        assertThat(table.findings())
                .extracting(Finding::toString)
                .anyMatch(f -> f.startsWith("chain.cut sector 1200 m link"))
                .anyMatch(f -> f.startsWith("disk.unreadable sector 1200 m"));
    }

    @Test
    void noMoreAreMappedThanTheKernelNumbers() {
        PartitionFormat many = new PartitionFormat() {
            @Override
            public String name() {
                return "many";
            }

            @Override
            public PartitionReading read(long sectors, int sectorSize, Sectors read) {
                var all = new ArrayList<Partition>();
                for (int number = 1; number <= 300; number++) {
                    all.add(new Partition(number, new Extent(number, 1)));
                }
                return new PartitionReading.Found(all, List.of());
            }
        };
        PartitionTable table = scan(mirror("m", newDisk()), many);
        assertThat(table.partitions()).hasSize(255);
        assertThat(table.findings()).extracting(Finding::code).containsExactly("partition.too-many");
    }

    @Test
    void aSetWithoutATableHasNoPartitions() {
        assertThat(scan(mirror("m", newDisk()))).isEqualTo(new PartitionTable("", List.of(), List.of()));
    }

    @Test
    void aSetThatCannotStartIsNotLookedInto() {
        RaidSet lost = mirror("m", newDisk()).mapLeaves(Component::lost);
        assertThat(scan(lost).format()).isEqualTo("not scanned");
    }

    @Test
    void aPartitionIsOneLinearLineUnderTheKernelsName() {
        var table = new PartitionTable("dos", List.of(new Partition(5, new Extent(63, 100))), List.of());
        MappedDevice plain = Tables.of(mirror("fmt_a", newDisk()), Profile.CLASSIC, d -> DeviceRef.NONE)
                .getLast();
        MappedDevice digit = Tables.of(mirror("fmt_7", newDisk()), Profile.CLASSIC, d -> DeviceRef.NONE)
                .getLast();
        MappedDevice partition = table.devices(plain, PartitionNames.DEFAULT).getFirst();
        assertThat(partition.name()).isEqualTo(new DmName("fmt_a5"));
        assertThat(partition.uuid().value()).isEqualTo("part5-DMRAID-fmt_a");
        assertThat(partition.table().lines().getFirst()).hasToString("0 100 linear /dev/mapper/fmt_a 63");
        assertThat(table.devices(digit, PartitionNames.DEFAULT).getFirst().name())
                .isEqualTo(new DmName("fmt_7p5"));
        assertThat(table.devices(plain, new PartitionNames("-")).getFirst().name())
                .isEqualTo(new DmName("fmt_a-5"));
    }
}
