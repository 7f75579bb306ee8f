package org.dmkit.formats.gpt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.assemble.LogicalBlocks;
import org.dmkit.raid.format.Partition;
import org.dmkit.raid.model.Finding;

/** One of the two copies, both of whose checksums hold. */
record GptCopy(GptHeader header, Block entries) {
    /** Bytes; a usual array has 16 KiB. */
    private static final long LARGEST_ARRAY = 1 << 20;

    /** A copy, or why there is none. */
    record Attempt(Optional<GptHeader> header, Optional<GptCopy> copy, List<Finding> findings) {
        Attempt {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Decodes the copy whose header is in this block.
     *
     * @param which for people: {@code primary}
     */
    static Attempt at(long lba, String which, LogicalBlocks blocks) {
        var check = new Check(blocks.sector(lba), which);
        Optional<Block> block = blocks.at(lba);
        if (block.isEmpty()) {
            return check.none(Optional.empty(), "unreadable", "header", "", "a readable block");
        }
        var header = new GptHeader(block.get());
        if (!header.signed()) {
            return check.none(Optional.empty(), "signature", "signature", "", "EFI PART");
        }
        if (header.size() < GptHeader.MIN_SIZE || header.size() > block.get().size()) {
            return check.none(
                    Optional.empty(),
                    "header-size",
                    "header_size",
                    Long.toString(header.size()),
                    GptHeader.MIN_SIZE + ".." + block.get().size());
        }
        if (header.checksum() != header.computedChecksum()) {
            return check.none(
                    Optional.empty(),
                    "checksum",
                    "header_crc32",
                    hex(header.checksum()),
                    hex(header.computedChecksum()));
        }
        if (header.myLba() != lba) {
            return check.none(Optional.empty(), "my-lba", "my_lba", Long.toString(header.myLba()), Long.toString(lba));
        }
        return array(header, check, blocks);
    }

    private static Attempt array(GptHeader header, Check check, LogicalBlocks blocks) {
        if (header.firstUsable() < 0
                || header.firstUsable() > header.lastUsable()
                || header.lastUsable() >= blocks.count()) {
            return check.none(
                    Optional.of(header),
                    "usable",
                    "first_usable_lba, last_usable_lba",
                    header.firstUsable() + ".." + header.lastUsable(),
                    "inside the set, which ends at " + blocks.count());
        }
        long size = header.entrySize();
        long bytes = header.entryCount() * size;
        if (size < GptEntry.MIN_SIZE || Long.bitCount(size) != 1 || bytes == 0 || bytes > LARGEST_ARRAY) {
            return check.none(
                    Optional.of(header),
                    "array-size",
                    "num_partition_entries, sizeof_partition_entry",
                    header.entryCount() + " of " + size + " bytes",
                    "entries of 128 bytes times a power of two, at most " + LARGEST_ARRAY + " bytes");
        }
        long needed = blocks.needed(bytes);
        if (header.entriesLba() < 2 || header.entriesLba() > blocks.count() - needed) {
            return check.none(
                    Optional.of(header),
                    "array-place",
                    "partition_entry_lba",
                    Long.toString(header.entriesLba()),
                    "inside the set, which ends at " + blocks.count());
        }
        Optional<Block> array = blocks.at(header.entriesLba(), needed);
        if (array.isEmpty()) {
            return check.none(Optional.of(header), "unreadable", "entries", "", "readable blocks");
        }
        Block entries = array.get().slice(0, (int) bytes);
        long computed = GptHeader.crc(entries);
        return computed == header.entriesChecksum()
                ? new Attempt(Optional.of(header), Optional.of(new GptCopy(header, entries)), List.of())
                : check.none(
                        Optional.of(header),
                        "array-checksum",
                        "partition_entry_array_crc32",
                        hex(header.entriesChecksum()),
                        hex(computed));
    }

    /** Numbers go by the place in the array. What can't be right is told in {@code findings}. */
    List<Partition> partitions(LogicalBlocks blocks, List<Finding> findings) {
        var partitions = new ArrayList<Partition>();
        int size = (int) header.entrySize();
        for (int i = 0; i < header.entryCount(); i++) {
            var entry = new GptEntry(entries.slice(i * size, GptEntry.MIN_SIZE));
            if (!entry.used()) {
                continue;
            }
            if (entry.first() < header.firstUsable()
                    || entry.first() > entry.last()
                    || entry.last() > header.lastUsable()) {
                findings.add(Finding.warning("gpt.entry-range")
                        .at(blocks.sector(header.entriesLba()) + (long) i * size / 512)
                        .field("partition " + (i + 1))
                        .found(entry.first() + ".." + entry.last())
                        .expected("within " + header.firstUsable() + ".." + header.lastUsable())
                        .remedy("it is left out; see gdisk"));
            } else {
                Extent extent = blocks.sectors(entry.first(), entry.last() - entry.first() + 1);
                partitions.add(new Partition(i + 1, extent));
            }
        }
        return partitions;
    }

    private static String hex(long value) {
        return "0x%08x".formatted(value);
    }

    /** Says what is wrong with a copy. */
    private record Check(long sector, String which) {
        Attempt none(Optional<GptHeader> header, String code, String field, String found, String expected) {
            return new Attempt(
                    header,
                    Optional.empty(),
                    List.of(Finding.warning("gpt." + code)
                            .at(sector)
                            .field(which + " " + field)
                            .found(found)
                            .expected(expected)
                            .remedy("see gdisk")));
        }
    }
}
