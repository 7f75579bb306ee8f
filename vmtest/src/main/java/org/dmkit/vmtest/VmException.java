package org.dmkit.vmtest;

/** The guest could not be built, or ended before its script did. The message says what is wrong and what to do about it. */
public final class VmException extends Exception {
    private static final long serialVersionUID = 1L;

    VmException(String message) {
        super(message);
    }

    VmException(String message, Throwable cause) {
        super(message, cause);
    }
}
