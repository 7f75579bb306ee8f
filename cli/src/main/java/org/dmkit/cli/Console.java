package org.dmkit.cli;

import java.io.PrintWriter;

/**
 * Where a command may print.
 *
 * @param out answers
 * @param err errors, warnings and progress
 * @param style what {@code out} can show
 */
record Console(PrintWriter out, PrintWriter err, Style style) {
    /** One line for people that something went wrong. */
    void complain(String message) {
        err.println("dmkit: " + Cell.printable(message));
    }
}
