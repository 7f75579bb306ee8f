package org.dmkit.cli.program;

import java.io.Serial;

/** A command line that can't be followed; the message is all that is printed. */
public final class UsageException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }

    /** In the style of dmraid. */
    public static UsageException error(String message) {
        return new UsageException("ERROR: " + message);
    }
}
