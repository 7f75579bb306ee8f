package org.dmkit.cli;

import java.io.PrintWriter;

/**
 * Where a command may print.
 *
 * @param out answers
 * @param err errors, warnings and progress
 * @param style what {@code out} can show
 * @param terminal whether a person watches, so that a line may be drawn over
 */
record Console(PrintWriter out, PrintWriter err, Style style, boolean terminal) {
    /** One line for people that something went wrong. */
    void complain(String message) {
        err.println("dmkit: " + Cell.printable(message));
    }
}
