package org.dmkit.formats.hpt45x;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.dmkit.raid.format.Reading;

/**
 * Which stamps are older states of others. A set gets a new stamp when a member falls out, and newer drivers keep the old one
 * in {@code failed_stamps}: then the disk that comes back is known to be outdated. Without that, nothing tells.
 */
final class Hpt45xStamps {
    private final Map<Long, List<Reading.Found<Hpt45x>>> sets;
    private final Map<Long, Long> newer = new LinkedHashMap<>();

    Hpt45xStamps(Map<Long, List<Reading.Found<Hpt45x>>> sets) {
        this.sets = sets;
        sets.forEach((stamp, disks) -> disks.stream()
                .flatMap(d -> d.metadata().failedStamps().stream())
                .filter(old -> !old.equals(stamp) && sets.containsKey(old))
                .forEach(old -> newer.put(old, stamp)));
    }

    /** What the set is called now; the stamp itself if nobody knows better, or if they name each other. */
    long newest(long stamp) {
        Set<Long> seen = new HashSet<>();
        long now = stamp;
        while (seen.add(now)) {
            Long next = newer.get(now);
            if (next == null) {
                return now;
            }
            now = next;
        }
        return stamp;
    }

    /**
     * Sets that come from the same one as this: they have gone on without each other, and nobody knows which of them is the true
     * one.
     */
    List<Long> rivals(long stamp) {
        Set<Long> old = failed(stamp);
        return sets.keySet().stream()
                .filter(other -> other != stamp && newest(other) == other)
                .filter(other -> failed(other).stream().anyMatch(old::contains))
                .toList();
    }

    private Set<Long> failed(long stamp) {
        return Objects.requireNonNull(sets.get(stamp)).stream()
                .flatMap(d -> d.metadata().failedStamps().stream())
                .collect(Collectors.toSet());
    }
}
