package org.dmkit.formats.asr;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The metadata of one disk.
 *
 * @param lines those of the table
 * @param own the line of this disk
 */
record AsrMetadata(ReservedBlock reserved, RaidTable table, List<ConfigLine> lines, ConfigLine own) {
    AsrMetadata {
        lines = List.copyOf(lines);
    }

    /** By age; one of a disk that is failed by its own word, or with a wrong checksum, is older than any other. */
    static final Comparator<AsrMetadata> AGE = Comparator.comparing((AsrMetadata m) -> !m.failed())
            .thenComparing(AsrMetadata::sumIsRight)
            .thenComparingInt(m -> m.array().map(AsrArray::sequence).orElse(0))
            .thenComparingLong(m -> m.table().timestamp())
            .thenComparingLong(m -> m.table().version());

    /** Empty if the table has no line for the disk of this reserved block. */
    static Optional<AsrMetadata> of(ReservedBlock reserved, RaidTable table) {
        List<ConfigLine> lines = table.lines();
        return lines.reversed().stream()
                .filter(l -> l.magic() == reserved.driveMagic())
                .findFirst()
                .map(own -> new AsrMetadata(reserved, table, lines, own));
    }

    /** With another table, which has a line for the disk. */
    AsrMetadata with(RaidTable other) {
        return of(reserved, other).orElseThrow();
    }

    /** The array that the disk is in; empty if no logical line stands before its own. */
    Optional<AsrArray> array() {
        return AsrArray.of(lines, own);
    }

    boolean sumIsRight() {
        return table.sum() == table.checksum();
    }

    /** True if the disk calls itself failed: then dmraid doesn't see it at all, and nothing it says counts. */
    boolean failed() {
        return own.state() == Standing.FAILED;
    }
}
