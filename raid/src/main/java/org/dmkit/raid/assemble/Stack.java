package org.dmkit.raid.assemble;

import java.util.List;
import java.util.stream.IntStream;
import org.dmkit.raid.model.Level;

/**
 * The upper half of a stacked set.
 *
 * @param level RAID0 over mirrors or parity sets, RAID1 over stripes
 * @param subsets their names in order, each with the same number of slots
 */
public record Stack(Level level, List<String> subsets) {
    public Stack {
        subsets = List.copyOf(subsets);
    }

    /** {@code count} subsets named as dmraid mostly does: {@code NAME-0}, {@code NAME-1}, ... */
    public static Stack numbered(Level level, String name, int count) {
        return new Stack(
                level, IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList());
    }
}
