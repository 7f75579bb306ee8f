package org.dmkit.dm.status;

import java.util.Optional;
import java.util.Set;

/**
 * A target that has failed as a whole and says only how (drivers/md: {@code snapshot_status}, {@code thin_status}, {@code pool_status},
 * {@code cache_status}, {@code clone_status}, {@code era_status}).
 *
 * @param word of a snapshot {@code Invalid}, {@code Overflow} or {@code Merge failed}; of the others {@code Fail}, when no I/O is
 *     permitted any more, or {@code Error}, when the metadata could not be asked
 */
public record FailedStatus(String word) implements KnownStatus {
    private static final Set<String> OF_SNAPSHOTS = Set.of("Invalid", "Overflow", "Merge failed");
    private static final Set<String> OF_OTHERS = Set.of("Fail", "Error");

    static Optional<FailedStatus> parse(String type, String text) {
        Set<String> words = switch (type) {
            case "snapshot", "snapshot-merge" -> OF_SNAPSHOTS;
            case "thin", "thin-pool", "cache", "clone", "era" -> OF_OTHERS;
            default -> Set.of();
        };
        String word = text.strip();
        return words.contains(word) ? Optional.of(new FailedStatus(word)) : Optional.empty();
    }
}
