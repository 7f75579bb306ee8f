package org.dmkit.raid.control;

import java.util.List;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;

/**
 * Whether what the kernel has found out leaves nothing to go on with: it has dropped more members than a set can do without, and
 * writes to nobody any more. To mark them would make an end of what a plugged cable brings back. Pure.
 */
enum Stopping {
    /** Somebody goes on, and has to know who doesn't. */
    NONE,
    /** With the last member that went all writing ended: it misses nothing. */
    BY_ONE,
    /** Several went, and which of them went last, and so misses nothing, is not known. */
    BY_SEVERAL;

    /** @param seen the group as the kernel's word makes it */
    static Stopping of(Group group, Group seen) {
        List<RaidSet> changed = group.sets().stream()
                .filter(s -> seen.set(s.name()).filter(s::equals).isEmpty())
                .toList();
        boolean stopped = !changed.isEmpty()
                && changed.stream()
                        .allMatch(s -> !hasFailed(s)
                                && seen.set(s.name())
                                        .filter(Stopping::hasFailed)
                                        .isPresent());
        if (!stopped) {
            return NONE;
        }
        return changed.stream().allMatch(s -> lost(s, seen) == 1) ? BY_ONE : BY_SEVERAL;
    }

    /** True if the metadata tell of each absent member which disk it is: a note could not tell those apart that have no name. */
    static boolean canName(Group group) {
        return group.sets().stream()
                .flatMap(RaidSet::leaves)
                .noneMatch(c -> c instanceof Component.Missing m
                        && !m.marked()
                        && m.label().isEmpty());
    }

    /** By what the metadata say: they call one that is only away in sync. */
    private static boolean hasFailed(RaidSet set) {
        long lost = set.components().stream()
                .filter(c -> switch (c) {
                    case Component.Subset s -> hasFailed(s.set());
                    default -> !counts(c);
                })
                .count();
        return lost > set.level().tolerance(set.components().size());
    }

    /** Slots that the metadata call in sync, and the kernel doesn't. */
    private static long lost(RaidSet set, Group seen) {
        return counting(set) - seen.set(set.name()).map(Stopping::counting).orElse(0L);
    }

    private static long counting(RaidSet set) {
        return set.leaves().filter(Stopping::counts).count();
    }

    private static boolean counts(Component leaf) {
        return switch (leaf) {
            case Component.Member m -> m.state() == Component.State.IN_SYNC;
            case Component.Missing m -> !m.marked();
            case Component.Subset s -> throw new IllegalArgumentException("no leaf: " + s);
        };
    }
}
