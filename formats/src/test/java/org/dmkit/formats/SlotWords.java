package org.dmkit.formats;

import java.util.List;
import org.dmkit.raid.Component;
import org.dmkit.raid.Component.State;
import org.dmkit.raid.RaidSet;

/** Who stands in the slots of a set, in words that a test can compare. */
public final class SlotWords {
    private SlotWords() {}

    /** {@code sda}, {@code sdb rebuilding}, {@code missing}, {@code missing marked}; of all subsets in order. */
    public static List<String> of(RaidSet set) {
        return set.leaves()
                .map(c -> switch (c) {
                    case Component.Member m -> m.disk().name() + (m.state() == State.REBUILDING ? " rebuilding" : "");
                    case Component.Missing m -> m.marked() ? "missing marked" : "missing";
                    case Component.Subset s -> "set";
                })
                .toList();
    }
}
