package org.dmkit.cli.dmraid;

import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.dmkit.cli.program.Streams;
import org.dmkit.raid.format.Format;

/** Runs the command without a machine. */
final class Machines {
    private Machines() {}

    record Answer(int status, String out, String err) {}

    /** With nothing to look at. */
    static final class Nothing implements Premises {
        @Override
        public boolean privileged() {
            return true;
        }

        @Override
        public Path workingDirectory() {
            return Path.of("");
        }

        @Override
        public List<Format<?>> formats() {
            return List.of();
        }

        @Override
        public String deviceMapperVersion() {
            return "";
        }

        @Override
        public Opened open(List<Format<?>> formats, boolean writable) {
            throw new IllegalStateException("this command line must not touch a disk");
        }
    }

    static Answer run(Premises premises, List<String> words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Dmraid.run(
                words, premises, new Streams(new PrintWriter(out), new PrintWriter(err), new StringReader("")));
        return new Answer(status, out.toString(), err.toString());
    }
}
