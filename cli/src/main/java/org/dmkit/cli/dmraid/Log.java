package org.dmkit.cli.dmraid;

import java.io.PrintWriter;
import org.dmkit.cli.program.Streams;

/** dmraid's messages: errors on standard error, all else with its prefix on standard output if the options ask for it. */
final class Log {
    private final PrintWriter out;
    private final PrintWriter err;
    private final int verbose;
    private final int debug;

    Log(Streams streams, Request request) {
        this.out = streams.out();
        this.err = streams.err();
        this.verbose = request.verbose();
        this.debug = request.debug();
    }

    /** What was asked for. */
    void print(String line) {
        out.println(line);
    }

    /** From {@code -v} on. */
    void info(String message) {
        at(verbose, 1, "INFO", message);
    }

    /** From {@code -vv} on. */
    void notice(String message) {
        at(verbose, 2, "NOTICE", message);
    }

    /** From {@code -d} on. */
    void debug(String message) {
        at(debug, 1, "DEBUG", message);
    }

    private void at(int asked, int level, String prefix, String message) {
        if (asked >= level) {
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
