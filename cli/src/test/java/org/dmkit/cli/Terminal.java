package org.dmkit.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Types commands, and keeps what they print. */
final class Terminal {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console =
            new Console(new PrintWriter(out, true), new PrintWriter(err, true), new Style(true, false), false);

    /** Runs one; what those before it printed is forgotten. */
    ExitCode type(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new Application(Main.commands(), "test").run(words, console);
    }

    /** Runs one on a capture, which keeps what is changed. */
    ExitCode on(Path capture, String... words) {
        return type(Stream.concat(Stream.of("--disks", capture.toString(), "--write"), Stream.of(words))
                .toArray(String[]::new));
    }

    String out() {
        return out.toString();
    }

    List<String> lines() {
        return out.toString().lines().toList();
    }

    String err() {
        return err.toString();
    }
}
