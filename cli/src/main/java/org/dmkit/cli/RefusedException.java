package org.dmkit.cli;

/** Something may not be done, for a reason that the message tells; nothing was changed. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedException(String reason) {
        super(reason);
    }
}
