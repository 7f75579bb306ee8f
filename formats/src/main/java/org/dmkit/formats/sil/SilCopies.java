package org.dmkit.formats.sil;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dmkit.raid.assemble.Block;

/**
 * Which of the copies on one disk is believed. Most must speak of the same set, because incarnations of different sets can't be
 * compared; of that set the highest incarnation, because a write that was cut short leaves the newer copies in front; of
 * those what most say, of equals the first.
 */
final class SilCopies {
    private SilCopies() {}

    /**
     * The copy to believe.
     *
     * @param valid at least one, in the order in which they are written
     */
    static SilMetadata believed(List<SilMetadata> valid) {
        List<SilMetadata> set = most(valid, SilMetadata::identity);
        int newest = newest(set);
        return most(set.stream().filter(c -> c.incarnation() == newest).toList(), SilCopies::covered)
                .getFirst();
    }

    /** True if both say the same; the rest of the sector belongs to the disk. */
    static boolean same(SilMetadata one, SilMetadata other) {
        return covered(one).equals(covered(other));
    }

    private static Block covered(SilMetadata copy) {
        return copy.block().slice(0, SilMetadata.COVERED);
    }

    /** The highest incarnation, across the wrap of its 32 bits. */
    static int newest(List<SilMetadata> all) {
        int newest = all.getFirst().incarnation();
        for (SilMetadata m : all) {
            if (m.incarnation() - newest > 0) {
                newest = m.incarnation();
            }
        }
        return newest;
    }

    private static <K> List<SilMetadata> most(List<SilMetadata> copies, Function<SilMetadata, K> key) {
        Map<K, List<SilMetadata>> byKey = new LinkedHashMap<>();
        copies.forEach(
                c -> byKey.computeIfAbsent(key.apply(c), k -> new ArrayList<>()).add(c));
        List<SilMetadata> most = List.of();
        for (List<SilMetadata> some : byKey.values()) {
            if (some.size() > most.size()) {
                most = some;
            }
        }
        return most;
    }
}
