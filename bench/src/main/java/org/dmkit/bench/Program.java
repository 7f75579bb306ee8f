package org.dmkit.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A command line to be timed as a whole process.
 *
 * @param status how it has to end
 */
record Program(String name, List<String> command, int status) {
    /** Before a program's name: kilobytes that it held in memory at most. */
    static final String RESIDENT = "resident ";

    Program(String name, String file, String... arguments) {
        this(name, Stream.concat(Stream.of(file), Stream.of(arguments)).toList(), 0);
    }

    Program {
        command = List.copyOf(command);
    }

    Program with(List<String> arguments) {
        return new Program(
                name, Stream.concat(command.stream(), arguments.stream()).toList(), status);
    }

    Program ending(int other) {
        return new Program(name, command, other);
    }

    /** With a library that is loaded first. */
    Program loading(Path library) {
        var preloaded = new ArrayList<>(List.of("env", "LD_PRELOAD=" + library));
        preloaded.addAll(command);
        return new Program(name, preloaded, status);
    }

    /** Whether its file is there. */
    boolean isInstalled() {
        return isInstalled(command.getFirst().equals("env") ? command.get(2) : command.getFirst());
    }

    static boolean isInstalled(String file) {
        return file.contains("/")
                ? Files.isExecutable(Path.of(file))
                : Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin")
                        .anyMatch(d -> Files.isExecutable(Path.of(d, file)));
    }

    /** Where and by what programs are measured: {@code before} comes before measure.c, outside of what is timed. */
    record Meter(Path measure, List<String> before) {
        Meter within(MountNamespace namespace) {
            return new Meter(measure, namespace.enter());
        }

        /** Runs those that are installed in turn, some rounds, after one that doesn't count. */
        void measure(List<Program> programs, int rounds, Measurements into) throws IOException, InterruptedException {
            round(programs, new Measurements());
            for (int round = 0; round < rounds; round++) {
                round(programs, into);
            }
        }

        /** Milliseconds, and kilobytes of memory. */
        void round(List<Program> programs, Measurements into) throws IOException, InterruptedException {
            for (Program program : programs) {
                if (program.isInstalled()) {
                    String[] answer = measure(program).split(" ", -1);
                    into.add(program.name, Long.parseLong(answer[0]) / 1e6);
                    into.add(RESIDENT + program.name, Double.parseDouble(answer[1]));
                }
            }
        }

        private String measure(Program program) throws IOException, InterruptedException {
            var line = new ArrayList<>(before);
            line.add(measure.toString());
            line.addAll(program.command);
            Process process = new ProcessBuilder(line)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (process.waitFor() != 0 || !answer.endsWith(" " + program.status)) {
                throw new IOException(String.join(" ", program.command) + ": time, memory, status: " + answer);
            }
            return answer;
        }
    }
}
