package org.dmkit.raid.change;

import java.util.List;

/**
 * How to get from T0 to T1. Whatever fails before the first {@link Step.Resume} is undone in reverse order and T0 ran all
 * the time; after it there is no way back.
 *
 * @param steps in order
 * @param fromScratch true if all devices that it starts are of sets which it makes: then nothing of value is on them yet, and
 *     a failure takes the sets away again
 */
public record Plan(List<Step> steps, boolean fromScratch) {
    public Plan {
        steps = List.copyOf(steps);
    }

    /** Of sets that were there before. */
    public Plan(List<Step> steps) {
        this(steps, false);
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }
}
