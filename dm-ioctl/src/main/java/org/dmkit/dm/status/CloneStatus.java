package org.dmkit.dm.status;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Status of a {@code clone} (Documentation/admin-guide/device-mapper/dm-clone.rst).
 *
 * @param metadataBlockSize sectors
 * @param usedMetadata metadata blocks
 * @param totalMetadata metadata blocks
 * @param regionSize sectors
 * @param hydrated regions that have been copied
 * @param total regions
 * @param hydrating regions that are being copied
 * @param features such as {@code no_hydration}
 * @param settings of the core, such as {@code hydration_threshold}
 * @param mode of the metadata: {@code rw} or {@code ro}
 */
public record CloneStatus(
        int metadataBlockSize,
        long usedMetadata,
        long totalMetadata,
        int regionSize,
        long hydrated,
        long total,
        long hydrating,
        List<String> features,
        Map<String, String> settings,
        String mode)
        implements KnownStatus {
    public CloneStatus {
        features = List.copyOf(features);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    public static Optional<CloneStatus> parse(String text) {
        return StatusWords.read(text, w -> {
            int metadataBlockSize = w.integer();
            StatusWords.Share metadata = w.share();
            int regionSize = w.integer();
            StatusWords.Share regions = w.share();
            return new CloneStatus(
                    metadataBlockSize,
                    metadata.of(),
                    metadata.total(),
                    regionSize,
                    regions.of(),
                    regions.total(),
                    w.number(),
                    w.counted(),
                    w.countedPairs(),
                    w.word());
        });
    }
}
