package org.dmkit.raid.partition;

import org.dmkit.dm.DmName;
import org.jspecify.annotations.Nullable;

/**
 * How devices of partitions are named: the set's name, a separator, the number.
 *
 * @param separator null: what the kernel, and Debian's dmraid, do: {@code p} where the set's name ends in a digit, else nothing
 */
public record PartitionNames(@Nullable String separator) {
    /** By the kernel's rule. */
    public static final PartitionNames DEFAULT = new PartitionNames(null);

    public PartitionNames {
        if (separator != null && (separator.isBlank() || separator.indexOf('/') >= 0 || separator.indexOf(0) >= 0)) {
            throw new IllegalArgumentException("no separator: \"" + separator + "\"");
        }
    }

    DmName name(DmName set, int number) {
        String name = set.value();
        char last = name.charAt(name.length() - 1);
        String between = separator != null ? separator : last >= '0' && last <= '9' ? "p" : "";
        return new DmName(name + between + number);
    }
}
