package org.dmkit.cli.dmraid;

import java.io.Serial;

/** A command line that can't be followed; the message is all that is printed. */
final class UsageException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }

    /** In dmraid's own style. */
    static UsageException error(String message) {
        return new UsageException("ERROR: " + message);
    }
}
