package org.dmkit.formats.dos;

import static org.dmkit.formats.dos.Findings.skipped;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.assemble.LogicalBlocks;
import org.dmkit.raid.format.Partition;
import org.dmkit.raid.model.Finding;

/**
 * Follows the chain in an extended partition. Each link has the logical partition in its first slot, counted from the link
 * itself, and an extended entry that points to the next, counted from the start of the extended partition. Numbers go by the
 * chain; a link without a partition takes none, one that is left out does, as with the kernel.
 */
final class LogicalPartitions {
    /** More links than any tool makes. */
    private static final int LINKS = 1024;

    private static final int FIRST_NUMBER = 5;

    private final LogicalBlocks blocks;
    private final long start;
    private final long end;
    private final List<Partition> partitions;
    private final List<Finding> findings;
    private final Set<Long> seen = new HashSet<>();
    private int number = FIRST_NUMBER;

    /**
     * What is found is added to both lists.
     *
     * @param extended entry of the extended partition, inside the set
     */
    LogicalPartitions(
            LogicalBlocks blocks, DosSector.Entry extended, List<Partition> partitions, List<Finding> findings) {
        this.blocks = blocks;
        this.start = extended.start();
        this.end = extended.start() + extended.length();
        this.partitions = partitions;
        this.findings = findings;
    }

    void follow() {
        Optional<Long> link = Optional.of(start);
        while (link.isPresent()) {
            link = next(link.get());
        }
    }

    /** Takes what is in one link; the next one. */
    private Optional<Long> next(long link) {
        long sector = blocks.sector(link);
        seen.add(link);
        Optional<Block> read = blocks.at(link);
        if (read.isEmpty()) {
            findings.add(skipped("unreadable", sector, "logical partitions from here on", "", "a readable sector"));
            return Optional.empty();
        }
        var table = DosSector.of(read.get());
        if (!table.signed()) {
            if (!table.filledByPartitionMagic()) {
                findings.add(skipped("chain-signature", sector, "logical partitions from here on", "", "55 aa"));
            }
            return Optional.empty();
        }
        DosSector.Entry own = table.entry(0);
        if (own.counts() && !own.extended()) {
            add(link, sector, own);
        }
        Optional<Long> next = Optional.empty();
        for (int slot = 0; slot < DosSector.ENTRIES; slot++) {
            DosSector.Entry entry = table.entry(slot);
            if (entry.counts() && entry.extended() && next.isEmpty()) {
                next = Optional.of(start + entry.start());
            } else if (entry.counts() && slot > 0) {
                findings.add(skipped(
                        "chain-entry",
                        sector,
                        "slot " + (slot + 1),
                        "type 0x%02x".formatted(entry.type()),
                        "a link to the next logical partition"));
            }
        }
        return next.filter(n -> mayFollow(sector, n));
    }

    private void add(long link, long sector, DosSector.Entry own) {
        long first = link + own.start();
        if (first + own.length() > end) {
            findings.add(skipped(
                    "logical-outside",
                    sector,
                    "partition " + number,
                    first + "+" + own.length(),
                    "inside the extended partition, which ends at " + end));
        } else {
            partitions.add(new Partition(number, blocks.sectors(first, own.length())));
        }
        number++;
    }

    private boolean mayFollow(long sector, long next) {
        if (next >= end) {
            findings.add(skipped(
                    "chain-outside",
                    sector,
                    "logical partitions from here on",
                    "a link to " + next,
                    "inside the extended partition, which ends at " + end));
            return false;
        }
        if (seen.contains(next) || seen.size() == LINKS) {
            findings.add(skipped(
                    "chain-loop",
                    sector,
                    "logical partitions from here on",
                    seen.size() == LINKS ? "more than " + LINKS + " links" : "a link back to " + next,
                    "a chain that ends"));
            return false;
        }
        return true;
    }
}
