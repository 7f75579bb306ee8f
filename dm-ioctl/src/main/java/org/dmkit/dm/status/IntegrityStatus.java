package org.dmkit.dm.status;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Status of an {@code integrity} device ({@code dm_integrity_status} in drivers/md/dm-integrity.c).
 *
 * @param mismatches tags that did not fit what was read
 * @param provided sectors of data
 * @param recalculated the sector up to which tags have been made anew; empty if none are being made
 */
public record IntegrityStatus(long mismatches, long provided, OptionalLong recalculated) implements KnownStatus {
    public static Optional<IntegrityStatus> parse(String text) {
        return StatusWords.read(text, w -> new IntegrityStatus(w.number(), w.number(), w.numberOrDash()));
    }
}
