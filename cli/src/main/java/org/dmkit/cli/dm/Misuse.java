package org.dmkit.cli.dm;

/** The words can't be understood; nothing was done. */
public final class Misuse extends Exception {
    private static final long serialVersionUID = 1;

    /** @param message one sentence, with where help is */
    Misuse(String message) {
        super(message);
    }
}
