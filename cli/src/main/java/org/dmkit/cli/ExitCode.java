package org.dmkit.cli;

import java.util.List;

/** What a process ends with. Scripts depend on these numbers: they never change. Of each of dmkit's own there is one. */
final class ExitCode {
    static final ExitCode DONE = new ExitCode(0, "done", "done, or nothing had to be done");
    static final ExitCode REFUSED = new ExitCode(1, "refused", "refused, or failed before anything was changed");
    static final ExitCode USAGE = new ExitCode(
            2, "usage", "the command line, or a file that it names, is not understood; nothing was changed");
    static final ExitCode BACKED_OUT =
            new ExitCode(3, "backed-out", "a change failed and was undone; all is as before");
    static final ExitCode INCOMPLETE =
            new ExitCode(4, "incomplete", "a change is only partly done and can only go forward: run 'dmkit recover'");
    static final ExitCode BUG =
            new ExitCode(70, "bug", "a mistake in dmkit; run 'dmkit recover' if it was changing something");

    private final int status;
    private final String word;
    private final String meaning;

    private ExitCode(int status, String word, String meaning) {
        this.status = status;
        this.word = word;
        this.meaning = meaning;
    }

    /** Of a program that {@code dm run} has run. */
    static ExitCode ofProgram(int status) {
        return status == 0 ? DONE : new ExitCode(status, "ended", "as the program that was run");
    }

    /** Those of dmkit itself. */
    static List<ExitCode> all() {
        return List.of(DONE, REFUSED, USAGE, BACKED_OUT, INCOMPLETE, BUG);
    }

    int status() {
        return status;
    }

    /** As JSON has it. */
    String word() {
        return word;
    }

    String meaning() {
        return meaning;
    }

    @Override
    public String toString() {
        return word + " (" + status + ")";
    }
}
