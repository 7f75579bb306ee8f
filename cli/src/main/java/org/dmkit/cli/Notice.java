package org.dmkit.cli;

import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.commit.Recovery;
import org.dmkit.raid.control.Monitor;

/** Something that dmkit did by itself, or in a {@link Trial} would do, and that is worth a line. */
sealed interface Notice {
    /** An interrupted change was brought to an end, or was not: then the outcome tells why. */
    record Ended(Recovery.Decision decision, Executor.Outcome outcome) implements Notice {
        boolean good() {
            return outcome instanceof Executor.Outcome.Done;
        }
    }

    /** A mapped device that an interrupted change left behind was resumed, cleared or removed. */
    record SetRight(String device) implements Notice {}

    /** A set is not as it was before. */
    record Noticed(Monitor.Event event) implements Notice {}
}
