package org.dmkit.raid;

import java.util.List;

/**
 * How to get from T0 to T1. Whatever fails before the first {@link Step.Resume} is undone in reverse order and T0 ran all
 * the time; after it there is no way back.
 *
 * @param steps in order
 */
public record Plan(List<Step> steps) {
    public Plan {
        steps = List.copyOf(steps);
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }
}
