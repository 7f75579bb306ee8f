package org.dmkit.formats.dos;

import static org.dmkit.formats.dos.Findings.skipped;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.assemble.LogicalBlocks;
import org.dmkit.raid.format.Partition;
import org.dmkit.raid.format.PartitionFormat;
import org.dmkit.raid.format.PartitionReading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.model.Finding;

/** DOS partition tables, see {@link DosSector}. Numbers of primary partitions are those of their slots. */
public final class DosPartitionFormat implements PartitionFormat {
    /** For {@link java.util.ServiceLoader}. */
    public DosPartitionFormat() {}

    @Override
    public String name() {
        return "dos";
    }

    @Override
    public PartitionReading read(long sectors, int sectorSize, Sectors read) {
        var blocks = new LogicalBlocks(sectors, sectorSize, read);
        if (blocks.count() == 0) {
            return new PartitionReading.Absent();
        }
        return blocks.settled(
                blocks.at(0).map(sector -> decode(blocks, sector)).orElseGet(PartitionReading.Absent::new));
    }

    private static PartitionReading decode(LogicalBlocks blocks, Block sector) {
        var table = DosSector.of(sector);
        if (!table.signed() || table.protective() || !table.flagsMakeSense() || table.fileSystem()) {
            return new PartitionReading.Absent();
        }
        var partitions = new ArrayList<Partition>();
        var findings = new ArrayList<Finding>();
        Optional<DosSector.Entry> extended = primaries(blocks, table, partitions, findings);
        extended.ifPresent(e -> new LogicalPartitions(blocks, e, partitions, findings).follow());
        // Entries none of which fit: more likely not a table of this set at all.
        return partitions.isEmpty() && extended.isEmpty() && !findings.isEmpty()
                ? new PartitionReading.Broken(findings)
                : new PartitionReading.Found(partitions, findings);
    }

    /** Takes the primary partitions; the extended one, the last if there are several. */
    private static Optional<DosSector.Entry> primaries(
            LogicalBlocks blocks, DosSector table, List<Partition> partitions, List<Finding> findings) {
        Optional<DosSector.Entry> extended = Optional.empty();
        for (int slot = 0; slot < DosSector.ENTRIES; slot++) {
            DosSector.Entry entry = table.entry(slot);
            String field = "partition " + (slot + 1);
            if (!entry.counts()) {
                continue;
            }
            if (entry.start() + entry.length() > blocks.count()) {
                findings.add(skipped(
                        "past-end",
                        0,
                        field,
                        entry.start() + "+" + entry.length(),
                        "inside the set, which ends at " + blocks.count()));
            } else if (!entry.extended()) {
                partitions.add(new Partition(slot + 1, blocks.sectors(entry.start(), entry.length())));
            } else {
                if (extended.isPresent()) {
                    findings.add(skipped(
                            "several-extended",
                            0,
                            "extended partition at " + extended.get().start(),
                            "another one behind it",
                            "one extended partition"));
                }
                extended = Optional.of(entry);
            }
        }
        return extended;
    }
}
