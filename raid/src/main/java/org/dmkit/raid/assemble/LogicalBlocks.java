package org.dmkit.raid.assemble;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.PartitionFormat;
import org.dmkit.raid.format.PartitionReading;
import org.dmkit.raid.format.Sectors;

/**
 * The logical blocks of a set, in which partition tables count: what has been read of them. Keeps account of what was asked
 * for in vain, so that a decoder can go on as if that could not be read, and be asked again with more. Not thread-safe.
 */
public final class LogicalBlocks {
    private final Sectors read;
    private final int sectorsEach;
    private final long count;
    private final List<Extent> wanted = new ArrayList<>();

    /** As {@link PartitionFormat#read} gets them. */
    public LogicalBlocks(long sectors, int sectorSize, Sectors read) {
        this.read = read;
        this.sectorsEach = sectorSize / 512;
        this.count = sectors / sectorsEach;
    }

    /** How many the set has. */
    public long count() {
        return count;
    }

    /** How many hold so many bytes. */
    public long needed(long bytes) {
        long size = sectorsEach * 512L;
        return (bytes + size - 1) / size;
    }

    /** Sectors of a run of blocks. */
    public Extent sectors(long block, long blocks) {
        return new Extent(block * sectorsEach, blocks * sectorsEach);
    }

    /** The first sector of a block. */
    public long sector(long block) {
        return block * sectorsEach;
    }

    /** A run of blocks, inside the set; empty if it has not been read. */
    public Optional<Block> at(long block, long blocks) {
        Extent extent = sectors(block, blocks);
        Optional<Block> there = read.at(extent).map(Block::copyOf);
        if (there.isEmpty()) {
            wanted.add(extent);
        }
        return there;
    }

    /** One block. */
    public Optional<Block> at(long block) {
        return at(block, 1);
    }

    /** What a decoder made of the blocks, once all that it asked for was there; before that, a wish for the rest. */
    public PartitionReading settled(PartitionReading reading) {
        return wanted.isEmpty() ? reading : new PartitionReading.Needs(wanted, reading);
    }
}
