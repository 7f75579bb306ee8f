package org.dmkit.formats.isw;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmkit.raid.assemble.Block;

/**
 * The bad-block log at the end of an MPB: sectors that could not be read or written.
 *
 * <pre>
 * 0 4 signature 0xABADB10C
 * 4 4 entry_count
 * 8 8 entries: 1 blocks - 1, 1 index in the disk table, 2 low bits of the LBA, 4 high bits
 * </pre>
 */
record BadBlocks(List<Block> entries) {
    static final int SIGNATURE = 0xabadb10c;
    static final int MAX_ENTRIES = 254;

    private static final int HEAD = 8;
    private static final int ENTRY = 8;
    private static final int COUNT = 4;
    private static final int ORDINAL = 1;

    BadBlocks {
        entries = List.copyOf(entries);
    }

    /** What is wrong with the log, if anything: size and signature, or nothing for no log. */
    static Optional<String> defect(Block log) {
        if (log.size() == 0) {
            return Optional.empty();
        }
        if (log.size() < HEAD || log.i32(0) != SIGNATURE) {
            return Optional.of("no log signature");
        }
        long count = log.u32(COUNT);
        if (count > MAX_ENTRIES || log.size() != HEAD + ENTRY * count) {
            return Optional.of(count + " entries in " + log.size() + " bytes");
        }
        return Optional.empty();
    }

    /** A log without defect. */
    static BadBlocks of(Block log) {
        List<Block> entries = new ArrayList<>();
        for (int at = HEAD; at + ENTRY <= log.size(); at += ENTRY) {
            entries.add(log.slice(at, ENTRY));
        }
        return new BadBlocks(entries);
    }

    /** Without what concerns this disk. */
    BadBlocks cleared(int index) {
        return new BadBlocks(
                entries.stream().filter(e -> e.u8(ORDINAL) != index).toList());
    }

    /** Entry {@code index} left the disk table. */
    BadBlocks withoutDisk(int index) {
        return new BadBlocks(cleared(index).entries.stream()
                .map(e -> e.u8(ORDINAL) > index ? e.with8(ORDINAL, e.u8(ORDINAL) - 1) : e)
                .toList());
    }

    /** Empty for no entries. */
    Block block() {
        if (entries.isEmpty()) {
            return Block.EMPTY;
        }
        Block b = Block.zeros(HEAD).with32(0, SIGNATURE).with32(COUNT, entries.size());
        for (Block e : entries) {
            b = b.then(e);
        }
        return b;
    }
}
