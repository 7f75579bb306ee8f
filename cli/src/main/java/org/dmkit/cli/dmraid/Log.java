package org.dmkit.cli.dmraid;

import java.io.PrintWriter;

/** dmraid's messages: errors on standard error, all else with its prefix on standard output if the options ask for it. */
final class Log {
    private final PrintWriter out;
    private final PrintWriter err;
    private final int verbose;

    Log(Streams streams, Request request) {
        this.out = streams.out();
        this.err = streams.err();
        this.verbose = request.verbose();
    }

    /** What was asked for. */
    void print(String line) {
        out.println(line);
    }

    /** From {@code -v} on. */
    void info(String message) {
        at(1, "INFO", message);
    }

    /** From {@code -vv} on. */
    void notice(String message) {
        at(2, "NOTICE", message);
    }

    private void at(int level, String prefix, String message) {
        if (verbose >= level) {
            out.println(prefix + ": " + message);
        }
    }

    /** Something is wrong. */
    void error(String message) {
        err.println("ERROR: " + message);
    }

    /** Something is not as it should be. Unlike dmraid's own warnings never on standard output. */
    void warn(String message) {
        err.println("WARN: " + message);
    }
}
