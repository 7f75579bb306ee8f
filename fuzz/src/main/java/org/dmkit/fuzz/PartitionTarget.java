package org.dmkit.fuzz;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.blockio.LoopDevices;
import org.dmkit.blockio.MemoryDisk;
import org.dmkit.raid.format.Partition;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.partition.PartitionScan;
import org.dmkit.raid.partition.PartitionTable;
import org.dmkit.simulation.SimulatedMachine;

/** Jazzer's target for partition tables: looks for one on a set that is the first disk of the input. */
public final class PartitionTarget {
    /** More than the longest chain and the largest array that are followed. */
    private static final int MOST = 20_000;

    private static final int REPAIR = 1;

    private PartitionTarget() {}

    /** Called by Jazzer with each input. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        List<MemoryDisk> disks = DiskBytes.decode(input);
        if (disks.isEmpty() || disks.getFirst().info().sectors() == 0) {
            return;
        }
        MemoryDisk disk = disks.getFirst();
        if ((input[0] & REPAIR) != 0) {
            Checksums.repair("gpt", disk);
        }
        try (BatchReader reader = BatchReader.sequential()) {
            var machine =
                    new Machine(new SimulatedMachine().deviceMapper(), new LoopDevices(), reader, List.<Disk>of(disk));
            PartitionScan.of(machine, List.of(set(disk.info())))
                    .values()
                    .forEach(t -> check(t, disk.info().sectors()));
        }
    }

    private static RaidSet set(DiskInfo disk) {
        var all = new Extent(0, disk.sectors());
        return new RaidSet(
                "set",
                "",
                Level.LINEAR,
                0,
                disk.sectors(),
                List.of(new Component.Member(disk, all, Component.State.IN_SYNC)),
                RaidSet.Resync.CLEAN);
    }

    private static void check(PartitionTable table, long sectors) {
        if (table.partitions().size() > MOST || table.findings().size() > MOST) {
            throw new AssertionError(table.partitions().size() + " partitions");
        }
        var numbers = new HashSet<Integer>();
        for (Partition p : table.partitions()) {
            if (p.number() < 1 || !numbers.add(p.number()) || p.extent().end() > sectors) {
                throw new AssertionError(p + " on a set of " + sectors + " sectors");
            }
        }
    }
}
