package org.dmkit.cli;

/** What a process ends with. Scripts depend on these numbers: they never change. */
enum ExitCode {
    DONE(0, "done, or nothing had to be done"),
    REFUSED(1, "refused, or failed before anything was changed"),
    USAGE(2, "the command line, or a file that it names, is not understood; nothing was changed"),
    BACKED_OUT(3, "a change failed and was undone; all is as before"),
    INCOMPLETE(4, "a change is only partly done and can only go forward: run 'dmkit recover'"),
    BUG(70, "a mistake in dmkit; run 'dmkit recover' if it was changing something");

    private final int status;
    private final String meaning;

    ExitCode(int status, String meaning) {
        this.status = status;
        this.meaning = meaning;
    }

    int status() {
        return status;
    }

    String meaning() {
        return meaning;
    }
}
