package org.dmkit.formats.hpt37x;

import java.util.List;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.write.Drawn;

/**
 * The ids of sets. Whoever knows the format takes any; ours follow from the one before and from who is left, so that two halves
 * of a mirror that go on without each other never bear the same. Of a mirror of stripes the id of the first half is one more
 * than that of the whole, and of the second two more, as in FreeBSD.
 */
final class Hpt37xIds {
    /** So that those of the halves are below 2^32, too. */
    private static final long MOST = 0xffff_fffdL;

    private Hpt37xIds() {}

    /** Of a set that is made. */
    static long first(long seed) {
        return Drawn.of(Long.toString(seed), Hpt37xIds::fits);
    }

    /**
     * The next one of a set.
     *
     * @param former that it has had before
     * @param leaves who is in it from now on
     */
    static long next(long now, List<Long> former, List<Component> leaves) {
        return Drawn.of(Drawn.text(now, leaves), id -> fits(id) && id != now && !former.contains(id));
    }

    private static boolean fits(long id) {
        return id != 0 && id <= MOST;
    }

    /** Of a half, by the id of the whole. */
    static long ofHalf(long id, boolean first) {
        return id + (first ? 1 : 2);
    }
}
