package org.dmkit.raid.model;

import java.util.List;

/** A change was refused before anything was touched. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Finding> findings;

    /** @param findings why; at least one */
    public RefusedException(List<Finding> findings) {
        super(findings.getFirst().toString());
        this.findings = List.copyOf(findings);
    }

    /** A refusal with one reason; see {@link Finding} for the words. */
    public static RefusedException because(String code, String found, String expected, String remedy) {
        return new RefusedException(
                List.of(Finding.error(code).found(found).expected(expected).remedy(remedy)));
    }

    public List<Finding> findings() {
        return findings;
    }
}
