package org.dmkit.formats.asr;

import java.util.List;

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

    boolean sumIsRight() {
        return table.sum() == table.checksum();
    }
}
