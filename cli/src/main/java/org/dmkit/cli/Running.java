package org.dmkit.cli;

import org.jspecify.annotations.Nullable;

/**
 * What the kernel says of a set.
 *
 * @param progress of a rebuild or resync that is under way, or null
 */
record Running(Mapping mapping, @Nullable Progress progress) {
    static final Running NOT = new Running(Mapping.INACTIVE, null);

    /** Whether a device stands for the set. */
    enum Mapping {
        INACTIVE,
        ACTIVE,
        /** Its I/O is held up: a change is under way, or was cut off. */
        SUSPENDED
    }
}
