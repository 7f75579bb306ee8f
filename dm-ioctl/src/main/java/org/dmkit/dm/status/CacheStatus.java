package org.dmkit.dm.status;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Status of a {@code cache} (Documentation/admin-guide/device-mapper/cache.rst). Hits and misses are counted in
 * requests, the rest in blocks of the cache.
 *
 * @param metadataBlockSize sectors
 * @param usedMetadata metadata blocks
 * @param totalMetadata metadata blocks
 * @param blockSize sectors of a block of the cache
 * @param used blocks that hold something
 * @param total blocks
 * @param readHits reads from the cache
 * @param readMisses reads from the origin
 * @param writeHits writes to the cache
 * @param writeMisses writes to the origin
 * @param demotions blocks moved out of the cache
 * @param promotions blocks moved into it
 * @param dirty blocks that differ from the origin
 * @param features such as {@code writeback}
 * @param settings of the core, such as {@code migration_threshold}
 * @param policy its name
 * @param policySettings of the policy
 * @param mode of the metadata: {@code rw} or {@code ro}
 * @param needsCheck the metadata have to be checked and repaired by another program
 */
public record CacheStatus(
        int metadataBlockSize,
        long usedMetadata,
        long totalMetadata,
        int blockSize,
        long used,
        long total,
        long readHits,
        long readMisses,
        long writeHits,
        long writeMisses,
        long demotions,
        long promotions,
        long dirty,
        List<String> features,
        Map<String, String> settings,
        String policy,
        Map<String, String> policySettings,
        String mode,
        boolean needsCheck)
        implements KnownStatus {
    public CacheStatus {
        features = List.copyOf(features);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        policySettings = Collections.unmodifiableMap(new LinkedHashMap<>(policySettings));
    }

    public static Optional<CacheStatus> parse(String text) {
        return StatusWords.read(text, w -> {
            int metadataBlockSize = w.integer();
            StatusWords.Share metadata = w.share();
            int blockSize = w.integer();
            StatusWords.Share blocks = w.share();
            return new CacheStatus(
                    metadataBlockSize,
                    metadata.of(),
                    metadata.total(),
                    blockSize,
                    blocks.of(),
                    blocks.total(),
                    w.number(),
                    w.number(),
                    w.number(),
                    w.number(),
                    w.number(),
                    w.number(),
                    w.number(),
                    w.counted(),
                    w.countedPairs(),
                    w.word(),
                    w.countedPairs(),
                    w.word(),
                    w.either("needs_check", "-"));
        });
    }
}
