package org.dmkit.cli.dm;

import java.util.OptionalInt;

/** The words can't be understood; nothing was done. */
public final class Misuse extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;
    private final int word;

    /** @param reason one sentence, with where help is */
    Misuse(String reason) {
        this(reason, -1);
    }

    private Misuse(String reason, int word) {
        super(reason);
        this.reason = reason;
        this.word = word;
    }

    /** The same of one of the verb's words, from 0; one that knows already of which stays so. */
    Misuse of(int newWord) {
        return word >= 0 ? this : new Misuse(reason, newWord);
    }

    /** One sentence. */
    public String reason() {
        return reason;
    }

    /** Which of the verb's words is not understood, from 0; empty if it is the verb, or all of them. */
    OptionalInt word() {
        return word < 0 ? OptionalInt.empty() : OptionalInt.of(word);
    }
}
