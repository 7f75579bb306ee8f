package org.dmkit.vmtest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A short-lived host program, run to its end. */
record Command(List<String> words) {
    static Command of(String... words) {
        return new Command(List.of(words));
    }

    /** Standard output of a run that must succeed, in {@code directory}. */
    String output(Path directory) throws VmException, InterruptedException {
        Outcome outcome = run(directory);
        if (outcome.exit != 0) {
            throw new VmException("%s: exit status %d%n%s%s"
                    .formatted(String.join(" ", words), outcome.exit, outcome.output, outcome.error));
        }
        return outcome.output;
    }

    /** The run's exit status with both its outputs. */
    Outcome run(Path directory) throws VmException, InterruptedException {
        try {
            var builder = new ProcessBuilder(words).directory(directory.toFile());
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            process.getOutputStream().close();
            var error = new byte[1][];
            Thread drain = Thread.ofVirtual().start(() -> error[0] = readAll(process));
            byte[] output = process.getInputStream().readAllBytes();
            drain.join();
            return new Outcome(process.waitFor(), text(output), text(error[0]));
        } catch (IOException e) {
            throw new VmException(words.getFirst() + ": can't be run", e);
        }
    }

    private static byte[] readAll(Process process) {
        try {
            return process.getErrorStream().readAllBytes();
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    record Outcome(int exit, String output, String error) {}
}
