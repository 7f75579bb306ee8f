package org.dmkit.raid.write;

import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;

/**
 * The chunks that a format has: powers of two.
 *
 * @param format its short name
 * @param usual sectors that its own tools take
 * @param least sectors
 * @param most sectors
 */
public record ChunkRange(String format, int usual, int least, int most) {
    /**
     * The chunk of a new set in sectors, 0 where the level has none.
     *
     * @throws RefusedException if the format doesn't have the one that is wished for
     */
    public int of(Wish wish) throws RefusedException {
        if (!wish.kind().striped()) {
            return 0;
        }
        int chunk = wish.chunk().orElse(usual);
        if (chunk < least || chunk > most || Integer.bitCount(chunk) != 1) {
            throw Placement.refused(
                    format,
                    "chunk",
                    chunk / 2.0 + " KiB",
                    "a power of two, " + least / 2 + " to " + most / 2 + " KiB",
                    "");
        }
        return chunk;
    }
}
