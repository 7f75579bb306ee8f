package org.dmkit.cli.dm;

/** What is asked for can't be right; nothing was done. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final String code;
    private final String reason;
    private final String remedy;

    /**
     * @param code stable, for programs
     * @param reason why
     * @param remedy what can be done; may be empty
     */
    Refusal(String code, String reason, String remedy) {
        super(reason);
        this.code = code;
        this.reason = reason;
        this.remedy = remedy;
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
}
