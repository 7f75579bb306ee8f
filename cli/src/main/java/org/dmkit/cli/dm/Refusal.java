package org.dmkit.cli.dm;

import java.util.OptionalInt;

/** What is asked for can't be right; nothing was done. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final String code;
    private final String reason;
    private final String remedy;
    private final int word;

    /**
     * @param code stable, for programs
     * @param reason why
     * @param remedy what can be done; may be empty
     */
    Refusal(String code, String reason, String remedy) {
        this(code, reason, remedy, -1);
    }

    private Refusal(String code, String reason, String remedy, int word) {
        super(reason);
        this.code = code;
        this.reason = reason;
        this.remedy = remedy;
        this.word = word;
    }

    /** The same of one of the verb's words, from 0; one that knows already of which stays so. */
    Refusal of(int newWord) {
        return word >= 0 ? this : new Refusal(code, reason, remedy, newWord);
    }

    /** The same of what stands at a place. */
    Refusal at(Object place) {
        return new Refusal(code, place + ": " + reason, remedy, word);
    }

    /** Why. */
    public String reason() {
        return reason;
    }

    /** Stable, for programs: {@code dm.table}. */
    public String code() {
        return code;
    }

    /** What can be done; may be empty. */
    public String remedy() {
        return remedy;
    }

    /** Which of the verb's words is meant, from 0; empty if it is none alone. */
    OptionalInt word() {
        return word < 0 ? OptionalInt.empty() : OptionalInt.of(word);
    }
}
