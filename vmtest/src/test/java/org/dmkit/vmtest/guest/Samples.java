package org.dmkit.vmtest.guest;

import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where a set is tried: short windows that lie in one chunk each. Sets are huge, mistakes of layout show at the first rows
 * (all turns of the parity), at the end, where pieces meet, and anywhere.
 *
 * @param starts first sectors of the windows, whole stripes together, in order
 * @param window sectors
 */
record Samples(SortedSet<Long> starts, int window) {
    /** One page, what the kernel's parity targets work with. */
    private static final int PAGE = 8;

    private static final int MOST_FIRST_ROWS = 12;
    private static final int ROWS_BETWEEN = 3;

    /** For levels that have no chunk. */
    private static final long ANY_GRAIN = 256;

    /** @param length sectors that the set's device has */
    static Samples of(Shape shape, long length, long seed) {
        long grain = shape.grain() == 0 ? Math.min(ANY_GRAIN, length) : shape.grain();
        int window = Math.toIntExact(Math.min(PAGE, grain));
        var random = new Random(seed);
        var rows = new TreeSet<Long>();
        long count = length / grain / shape.width();
        for (long row = 0; row < Math.min(count, Math.min(shape.leaves(), MOST_FIRST_ROWS)); row++) {
            rows.add(row);
        }
        for (int i = 0; i < ROWS_BETWEEN && count > 0; i++) {
            rows.add(random.nextLong(count));
        }
        if (count > 0) {
            rows.add(count - 1);
        }
        var starts = new TreeSet<Long>();
        for (long row : rows) {
            long inChunk = row == 0 ? 0 : row == count - 1 ? grain - window : random.nextLong(grain / window) * window;
            for (int i = 0; i < shape.width(); i++) {
                starts.addAll(shape.together((row * shape.width() + i) * grain + inChunk));
            }
        }
        if (shape.kind() instanceof Shape.Kind.Linear) {
            long end = 0;
            for (Shape.Slot slot : shape.slots()) {
                end += slot.length();
                if (end < length) {
                    starts.add(end);
                }
                starts.add(Math.min(end, length) - window);
            }
        }
        apart(starts, window);
        return new Samples(starts, window);
    }

    /** Windows must not overlap: each is written on its own. */
    private static void apart(SortedSet<Long> starts, int window) {
        long end = Long.MIN_VALUE;
        for (var each = starts.iterator(); each.hasNext(); ) {
            long start = each.next();
            if (start < end) {
                each.remove();
            } else {
                end = start + window;
            }
        }
    }
}
