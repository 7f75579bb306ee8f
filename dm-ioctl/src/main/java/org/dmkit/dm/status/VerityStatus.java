package org.dmkit.dm.status;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Status of a {@code verity} device (Documentation/admin-guide/device-mapper/verity.rst).
 *
 * @param corrupted some block that was read did not have its hash ({@code C}; else {@code V})
 * @param corrected blocks that forward error correction has made good; empty without it, and from kernels that don't count
 */
public record VerityStatus(boolean corrupted, OptionalLong corrected) implements KnownStatus {
    public static Optional<VerityStatus> parse(String text) {
        return StatusWords.read(
                text, w -> new VerityStatus(w.either("C", "V"), w.more() ? w.numberOrDash() : OptionalLong.empty()));
    }
}
