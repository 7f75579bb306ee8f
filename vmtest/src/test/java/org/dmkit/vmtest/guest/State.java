package org.dmkit.vmtest.guest;

import java.util.stream.Collectors;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;

/** A set's level and state in a few words: cases that have the same are alike. */
final class State {
    private State() {}

    /** {@code RAID0(RAID1(AA) RAID1(A-))}: A in sync, R rebuilding, - gone and marked, ? gone and not marked. */
    static String of(RaidSet set) {
        return set.level() + letters(set) + (set.resync() == RaidSet.Resync.CLEAN ? "" : " " + set.resync());
    }

    private static String letters(RaidSet set) {
        return set.components().stream()
                .map(c -> switch (c) {
                    case Component.Member m -> m.state() == Component.State.IN_SYNC ? "A" : "R";
                    case Component.Missing m -> m.marked() ? "-" : "?";
                    case Component.Subset s -> "[" + of(s.set()) + "]";
                })
                .collect(Collectors.joining("", "(", ")"));
    }
}
