package org.dmkit.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dmkit.cli.dm.Premises;

/** A program that was started, with dmkit's own streams. */
final class Child implements Premises.Program {
    /** Between a request to end and the end. */
    private static final long PATIENCE_SECONDS = 5;

    private final Process process;
    private final boolean quiet;

    private Child(Process process, boolean quiet) {
        this.process = process;
        this.quiet = quiet;
    }

    static Child start(List<String> command, boolean quiet) throws IOException {
        var builder = new ProcessBuilder(command).inheritIO();
        if (quiet) {
            builder.redirectOutput(Redirect.PIPE);
        }
        return new Child(builder.start(), quiet);
    }

    @Override
    public int await() throws IOException {
        try {
            if (quiet) {
                // Not closed: what went wrong is still to be told there.
                process.getInputStream().transferTo(new FileOutputStream(FileDescriptor.err));
            }
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void end() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
