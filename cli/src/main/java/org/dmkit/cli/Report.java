package org.dmkit.cli;

import java.io.PrintWriter;

/** An answer that can be shown in both ways. */
interface Report {
    /** For people. */
    void print(PrintWriter out, Style style);

    /** For programs: the fields that follow {@code schema} and {@code command}. */
    void write(Json json);
}
