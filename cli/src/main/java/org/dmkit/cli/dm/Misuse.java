package org.dmkit.cli.dm;

/** The words can't be understood; nothing was done. */
public final class Misuse extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    /** @param reason one sentence, with where help is */
    Misuse(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** One sentence. */
    public String reason() {
        return reason;
    }
}
