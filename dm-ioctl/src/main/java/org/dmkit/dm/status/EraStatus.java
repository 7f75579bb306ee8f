package org.dmkit.dm.status;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Status of an {@code era} (Documentation/admin-guide/device-mapper/era.rst).
 *
 * @param metadataBlockSize sectors
 * @param usedMetadata metadata blocks
 * @param totalMetadata metadata blocks
 * @param era the current one
 * @param heldRoot the block of the metadata root that is held for readers in user space
 */
public record EraStatus(int metadataBlockSize, long usedMetadata, long totalMetadata, long era, OptionalLong heldRoot)
        implements KnownStatus {
    public static Optional<EraStatus> parse(String text) {
        return StatusWords.read(text, w -> {
            int metadataBlockSize = w.integer();
            StatusWords.Share metadata = w.share();
            return new EraStatus(metadataBlockSize, metadata.of(), metadata.total(), w.number(), w.numberOrDash());
        });
    }
}
