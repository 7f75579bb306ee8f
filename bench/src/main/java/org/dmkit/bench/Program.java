package org.dmkit.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command line to be timed as a whole process.
 *
 * @param status how it has to end
 */
record Program(String name, List<String> command, int status) {
    /** Added to a program's name: kilobytes that it held in memory at most. */
    static final String RESIDENT = " resident";

    Program(String name, String... command) {
        this(name, List.of(command), 0);
    }

    /** Whether its file is there. */
    boolean isInstalled() {
        String file = command.getFirst();
        return file.contains("/")
                ? Files.isExecutable(Path.of(file))
                : List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin").stream()
                        .anyMatch(d -> Files.isExecutable(Path.of(d, file)));
    }

    /** Runs all in turn, some rounds, after one that doesn't count. Milliseconds. */
    static void measure(Path measure, List<Program> programs, int rounds, Measurements into)
            throws IOException, InterruptedException {
        for (int round = 0; round <= rounds; round++) {
            for (Program program : programs) {
                String[] answer = program.measure(measure).split(" ", -1);
                if (round > 0) {
                    into.add(program.name, Long.parseLong(answer[0]) / 1e6);
                    into.add(program.name + RESIDENT, Double.parseDouble(answer[1]));
                }
            }
        }
    }

    private String measure(Path measure) throws IOException, InterruptedException {
        var line = new ArrayList<String>();
        line.add(measure.toString());
        line.addAll(command);
        Process process = new ProcessBuilder(line).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (process.waitFor() != 0 || !answer.endsWith(" " + status)) {
            throw new IOException(String.join(" ", command) + ": time, memory, status: " + answer);
        }
        return answer;
    }
}
