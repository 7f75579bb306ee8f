package org.dmkit.cli.dmraid;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dmkit.raid.partition.PartitionNames;

/**
 * What a command line asks for.
 *
 * @param columns how often {@code -c} was given: the shape of listings
 * @param fields asked for by {@code -c}; empty if none were
 * @param formats asked for by {@code -f}, full names or beginnings; empty: all
 * @param formatText the same as it is repeated in messages
 * @param separator between the elements of lists
 * @param partitionNames how devices of partitions are named
 * @param setLevels how often {@code -s} was given
 * @param debug how often {@code -d} was given
 * @param verbose how often {@code -v} was given
 * @param operands what to work on; empty: everything
 * @param target what a change is about
 */
record Request(
        Set<Action> actions,
        int columns,
        List<String> fields,
        List<String> formats,
        String formatText,
        char separator,
        PartitionNames partitionNames,
        int setLevels,
        int debug,
        int verbose,
        List<String> operands,
        Target target) {
    /**
     * What a change is about.
     *
     * @param set to be rebuilt, or to get a spare; empty if none was named
     * @param media the disk of {@code -M}; empty if none was named
     * @param order to make a set
     */
    record Target(String set, String media, Optional<Creation.Order> order) {
        static final Target NONE = new Target("", "", Optional.empty());
    }

    Request {
        actions = Set.copyOf(actions);
        fields = List.copyOf(fields);
        formats = List.copyOf(formats);
        operands = List.copyOf(operands);
    }

    boolean asks(Action action) {
        return actions.contains(action);
    }

    /** The first of these that is asked for. */
    Optional<Action> first(Action... candidates) {
        for (Action candidate : candidates) {
            if (asks(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
