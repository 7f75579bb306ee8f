package org.dmkit.raid.partition;

import java.util.Map;

/**
 * The partitions that a change maps: those of the sets in {@code tables}, by name of set. Of other sets the partitions stay as
 * they are while the set runs.
 */
public record Partitions(Map<String, PartitionTable> tables, PartitionNames names) {
    /** A change that is not about partitions. */
    public static final Partitions UNTOUCHED = new Partitions(Map.of(), PartitionNames.DEFAULT);

    public Partitions {
        tables = Map.copyOf(tables);
    }
}
