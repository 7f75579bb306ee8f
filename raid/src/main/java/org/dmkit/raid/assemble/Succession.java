package org.dmkit.raid.assemble;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dmkit.raid.format.Reading;

/**
 * Which sets are older states of others, in formats where a set goes on under a new id when a member falls out of it, and keeps
 * its former ids: then a disk that comes back is known to be outdated.
 *
 * @param <M> the format's metadata of one disk
 */
public final class Succession<M> {
    private final Map<Long, List<Reading.Found<M>>> sets;
    private final Function<M, List<Long>> former;
    private final Map<Long, Long> newer = new LinkedHashMap<>();
    /** The sets that have had a former id. */
    private final Map<Long, Set<Long>> later = new HashMap<>();

    /**
     * Of the sets that are there.
     *
     * @param sets the disks of each, by its id
     * @param former the ids that a disk's set has had before
     */
    public Succession(Map<Long, List<Reading.Found<M>>> sets, Function<M, List<Long>> former) {
        this.sets = sets;
        this.former = former;
        sets.forEach((id, disks) -> disks.stream()
                .flatMap(d -> former.apply(d.metadata()).stream())
                .filter(old -> !old.equals(id) && sets.containsKey(old))
                .forEach(old -> newer.put(old, id)));
        sets.keySet()
                .forEach(id -> former(id)
                        .forEach(old -> later.computeIfAbsent(old, o -> new LinkedHashSet<>())
                                .add(id)));
    }

    /** What the set is called now; the id itself if nobody knows better, or if they name each other. */
    public long newest(long id) {
        Set<Long> seen = new HashSet<>();
        long now = id;
        while (seen.add(now)) {
            Long next = newer.get(now);
            if (next == null) {
                return now;
            }
            now = next;
        }
        return id;
    }

    /**
     * Sets that come from the same one as this: they have gone on without each other, and nobody knows which of them is the true
     * one.
     */
    public List<Long> rivals(long id) {
        return former(id).stream()
                .flatMap(old -> later.getOrDefault(old, Set.of()).stream())
                .filter(other -> other != id && newest(other) == other)
                .distinct()
                .toList();
    }

    private Set<Long> former(long id) {
        return Objects.requireNonNull(sets.get(id)).stream()
                .flatMap(d -> former.apply(d.metadata()).stream())
                .collect(Collectors.toSet());
    }
}
