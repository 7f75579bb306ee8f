package org.dmkit.vmtest.guest;

/** The kernel has something else than was asked for, or data are not where the layout says. */
final class WrongException extends Exception {
    private static final long serialVersionUID = 1;

    WrongException(String message) {
        super(message);
    }
}
