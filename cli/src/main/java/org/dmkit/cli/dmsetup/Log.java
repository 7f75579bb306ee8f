package org.dmkit.cli.dmsetup;

import java.io.PrintWriter;
import org.dmkit.cli.program.Streams;

/** Where answers and complaints go. */
record Log(PrintWriter out, PrintWriter err) {
    Log(Streams streams) {
        this(streams.out(), streams.err());
    }

    void print(String line) {
        out.print(line);
        out.print('\n');
    }

    /** A part of a line. */
    void part(String text) {
        out.print(text);
    }

    void error(String line) {
        err.print(line);
        err.print('\n');
    }

    void error(Failure failure) {
        failure.lines().forEach(this::error);
        err.flush();
    }
}
