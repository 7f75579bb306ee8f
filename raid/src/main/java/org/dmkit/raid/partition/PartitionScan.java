package org.dmkit.raid.partition;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.data.SetDisk;
import org.dmkit.raid.data.SetReader;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Partition;
import org.dmkit.raid.format.PartitionFormat;
import org.dmkit.raid.format.PartitionReading;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.read.DiskSectors;
import org.dmkit.raid.read.ScanReader;
import org.dmkit.raid.table.Tables;

/**
 * Finds the partition tables of sets, which need not run: reads them through their members that are in sync, all sets in one
 * batch a round. Nothing in a set makes it fail.
 */
public final class PartitionScan {
    /** Batches before a table that still points to more is taken as it is. A chain of logical partitions takes one a link. */
    private static final int ROUNDS = 1100;

    /** The kernel numbers no more on a disk (DISK_MAX_PARTS in block/partitions). */
    private static final int LARGEST_NUMBER = 255;

    private final List<PartitionFormat> formats;
    private final Map<Disk, DiskSectors> sectors = new LinkedHashMap<>();
    private final Map<Disk, PartitionTable> tables = new LinkedHashMap<>();
    private final Map<Disk, List<Finding>> unreadable = new LinkedHashMap<>();

    private PartitionScan(List<PartitionFormat> formats) {
        this.formats = formats;
    }

    /** The table of each set that could start, by name of set; an empty one if it has none. */
    public static Map<String, PartitionTable> of(Machine machine, Collection<RaidSet> sets) {
        return of(machine, sets, Formats.partitions());
    }

    static Map<String, PartitionTable> of(Machine machine, Collection<RaidSet> sets, List<PartitionFormat> formats) {
        var scan = new PartitionScan(formats);
        var reader = new SetReader(machine);
        try (Arena arena = Arena.ofShared()) {
            for (RaidSet set : sets) {
                if (set.health() != RaidSet.Health.FAILED && Tables.length(set) > 0) {
                    var disk = new SetDisk(set, reader);
                    scan.sectors.put(disk, new DiskSectors(disk.info()));
                }
            }
            scan.run(arena, reader);
        }
        var byName = new LinkedHashMap<String, PartitionTable>();
        scan.tables.forEach((disk, table) -> byName.put(disk.info().name(), table));
        return byName;
    }

    private void run(Arena arena, SetReader reader) {
        for (int round = 0; round < ROUNDS && tables.size() < sectors.size(); round++) {
            var wanted = new LinkedHashMap<Disk, List<Extent>>();
            boolean last = round == ROUNDS - 1;
            sectors.forEach((disk, read) -> {
                if (!tables.containsKey(disk)) {
                    List<Extent> more = decode(disk, read, last);
                    if (!more.isEmpty()) {
                        wanted.put(disk, more);
                    }
                }
            });
            var trouble = new ArrayList<Finding>();
            new ScanReader(arena, reader, trouble).read(wanted, sectors);
            trouble.forEach(f -> sectors.keySet().stream()
                    .filter(d -> f.isOn(d.info()))
                    .forEach(d -> unreadable
                            .computeIfAbsent(d, x -> new ArrayList<>())
                            .add(f)));
        }
    }

    /** What to read next; none once the table is known. */
    private List<Extent> decode(Disk disk, DiskSectors read, boolean last) {
        var wanted = new ArrayList<Extent>();
        var settled = new LinkedHashMap<PartitionFormat, PartitionReading>();
        for (PartitionFormat format : formats) {
            PartitionReading reading =
                    format.read(disk.info().sectors(), disk.info().sectorSize(), read);
            if (reading instanceof PartitionReading.Needs needs) {
                wanted.addAll(last ? List.of() : read.missing(needs.extents()));
                reading = needs.otherwise();
            }
            settled.put(format, reading);
        }
        if (wanted.isEmpty()) {
            tables.put(disk, table(disk, settled));
        }
        return wanted;
    }

    private PartitionTable table(Disk disk, Map<PartitionFormat, PartitionReading> readings) {
        String set = disk.info().name();
        var findings = new ArrayList<Finding>();
        unreadable.getOrDefault(disk, List.of()).forEach(f -> findings.add(of(set, f)));
        PartitionTable found = null;
        for (var entry : readings.entrySet()) {
            switch (entry.getValue()) {
                case PartitionReading.Absent a -> {}
                case PartitionReading.Needs n -> {}
                case PartitionReading.Broken b -> b.findings().forEach(f -> findings.add(of(set, f)));
                case PartitionReading.Found f -> {
                    f.findings().forEach(x -> findings.add(of(set, x)));
                    List<Partition> usual = f.partitions().stream()
                            .filter(p -> p.number() <= LARGEST_NUMBER)
                            .toList();
                    if (usual.size() < f.partitions().size()) {
                        findings.add(tooMany(set, f.partitions().size() - usual.size()));
                    }
                    found = Objects.requireNonNullElseGet(
                            found, () -> new PartitionTable(entry.getKey().name(), usual, List.of()));
                }
            }
        }
        return found == null
                ? new PartitionTable("", List.of(), findings)
                : new PartitionTable(found.format(), found.partitions(), findings);
    }

    private static Finding tooMany(String set, int left) {
        return Finding.warning("partition.too-many")
                .field(set)
                .found(left + " partitions with numbers above " + LARGEST_NUMBER)
                .expected("at most " + LARGEST_NUMBER)
                .remedy("they are left out");
    }

    /** Names the set, which the format does not know. */
    private static Finding of(String set, Finding f) {
        return new Finding(
                f.format(),
                f.code(),
                f.severity(),
                Optional.empty(),
                f.sector(),
                Optional.of(f.field().map(field -> set + " " + field).orElse(set)),
                f.found(),
                f.expected(),
                f.remedy());
    }
}
