package org.dmkit.formats.hpt45x;

import java.util.List;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.write.Drawn;

/**
 * The stamp that a set gets when who counts in it changes. The vendor draws any; ours follows from the old one and from who is
 * left, so that two halves that go on without each other never bear the same.
 *
 * <p>It tells one thing more. What the vendor copies from is always number 0 of a mirror, so the numbers follow the data, and
 * members keep their slots: one in some thousands of stamps says that the two are the other way about. Of the vendor's own
 * stamps hardly one does, and to show its mirror so does no harm.
 */
final class Hpt45xStamp {
    private static final int ONE_IN = 4096;

    private Hpt45xStamp() {}

    /** True if a set that has had the stamp {@code before} says by this one that its numbers are reversed. */
    static boolean reverses(int stamp, int before) {
        return Integer.remainderUnsigned(mixed(mixed(before) + stamp), ONE_IN) == 0;
    }

    /**
     * The next one of a set.
     *
     * @param before never 0
     * @param leaves who is in it from now on
     */
    static int next(int before, List<Component> leaves, boolean reversed) {
        int of = (int) Drawn.of(Drawn.text(before, leaves));
        for (int salt = 0; ; salt++) {
            int stamp = mixed(of + salt);
            if (stamp != 0 && stamp != before && reverses(stamp, before) == reversed) {
                return stamp;
            }
        }
    }

    /** Of a set that is made. */
    static int first(long seed) {
        int stamp = (int) Drawn.of(Long.toString(seed));
        return stamp == 0 ? 1 : stamp;
    }

    /** One to one, and every bit depends on every other. */
    private static int mixed(int value) {
        int x = value;
        x = (x ^ (x >>> 16)) * 0x85ebca6b;
        x = (x ^ (x >>> 13)) * 0xc2b2ae35;
        return x ^ (x >>> 16);
    }
}
