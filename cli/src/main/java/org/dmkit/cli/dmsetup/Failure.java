package org.dmkit.cli.dmsetup;

import java.io.Serial;
import java.util.List;

/** A command, or what it does with one of several devices, has failed; the lines are what is said of it, none if all is said. */
final class Failure extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient List<String> lines;

    Failure(String... lines) {
        super(String.join("\n", lines));
        this.lines = List.of(lines);
    }

    Failure(List<String> lines) {
        this(lines.toArray(String[]::new));
    }

    List<String> lines() {
        return lines;
    }
}
