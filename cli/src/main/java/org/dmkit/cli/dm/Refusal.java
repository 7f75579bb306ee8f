package org.dmkit.cli.dm;

/** What is asked for can't be right; nothing was done. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final String code;
    private final String remedy;

    /**
     * @param code stable, for programs
     * @param message why
     * @param remedy what can be done; may be empty
     */
    Refusal(String code, String message, String remedy) {
        super(message);
        this.code = code;
        this.remedy = remedy;
    }

    /** Stable, for programs: {@code dm.table}. */
    public String code() {
        return code;
    }

    /** What can be done; may be empty. */
    public String remedy() {
        return remedy;
    }
}
