package org.dmkit.cli;

import org.jspecify.annotations.Nullable;

/** What a command comes back with; {@code report} is null if there is nothing to say, or all has been said. */
record Answer(ExitCode code, @Nullable Report report) {
    static Answer done(Report report) {
        return new Answer(ExitCode.DONE, report);
    }
}
