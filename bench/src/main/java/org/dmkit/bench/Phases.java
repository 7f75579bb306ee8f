package org.dmkit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the time of one scan goes, told by its own system calls: strace notes when each file was opened, what was read through
 * io_uring, and when the answer was written. Between two such marks lies a phase. strace stops only at these calls (seccomp), some
 * twenty microseconds each.
 */
final class Phases {
    /** In the order of time. */
    enum Phase {
        /** The script that starts the JVM. */
        SHELL("shell script"),
        /** Until the first look at sysfs; what the minimal main takes for the same is the JVM's. */
        JVM("JVM, command line"),
        SYSFS("sysfs"),
        /** Between sysfs and the first disk: the system calls are linked, if there are many disks. */
        LINKING("linking"),
        /** Of many disks also decoding: both go on in batches. */
        READING("reading disks"),
        PRINTING("decoding, printing"),
        EXIT("exit of the JVM");

        final String title;

        Phase(String title) {
            this.title = title;
        }
    }

    /** Two disks that are a mirror; what one finds in a small machine. */
    static final int PAIR = 2;

    /** Blank disks, as many as need the system calls linked. */
    static final int MANY = 256;

    static final List<Integer> DISKS = List.of(PAIR, MANY);

    /** What strace has to stop at. */
    private static final String CALLS = "execve,openat,mknodat,write,pread64,io_uring_enter,io_uring_setup,exit_group";

    private static final Pattern LINE = Pattern.compile("(?:\\d+ +)?(\\d+\\.\\d+) (.*)");

    private static final double MILLIS = 1e3;

    private Phases() {}

    /** The command line before one that shall be traced. */
    static List<String> strace(Path into) {
        return List.of(
                "strace",
                "-f",
                "--seccomp-bpf",
                "-ttt",
                "-s",
                "64",
                "-e",
                "trace=" + CALLS,
                "-e",
                "signal=none",
                "-o",
                into.toString());
    }

    static Map<Phase, Double> of(Path trace) throws IOException {
        return of(Files.readAllLines(trace));
    }

    /** Milliseconds of each phase, of the lines of strace. */
    static Map<Phase, Double> of(List<String> trace) {
        var marks = new EnumMap<Phase, Double>(Phase.class);
        double start = Double.NaN;
        double last = Double.NaN;
        for (String line : trace) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                continue;
            }
            last = Double.parseDouble(matcher.group(1));
            start = Double.isNaN(start) ? last : start;
            String call = matcher.group(2);
            boolean disk = call.startsWith("openat(") && call.contains("\"/dev/sd");
            if (call.startsWith("execve(") && call.contains("/bin/java\"")) {
                marks.putIfAbsent(Phase.SHELL, last);
            } else if (call.contains("\"/sys/block")) {
                marks.putIfAbsent(Phase.JVM, last);
                if (!marks.containsKey(Phase.LINKING)) {
                    marks.put(Phase.SYSFS, last);
                }
            } else if (disk) {
                marks.putIfAbsent(Phase.LINKING, last);
                marks.put(Phase.READING, last);
            } else if (call.startsWith("pread64(") || call.contains("io_uring_enter(")) {
                if (marks.containsKey(Phase.LINKING)) {
                    marks.put(Phase.READING, last);
                }
            } else if (call.startsWith("write(1,")) {
                // What looks at no disk has nothing else before.
                marks.putIfAbsent(Phase.JVM, last);
                marks.put(Phase.PRINTING, last);
            }
        }
        marks.put(Phase.EXIT, last);
        return between(start, marks);
    }

    private static Map<Phase, Double> between(double start, Map<Phase, Double> marks) {
        var phases = new EnumMap<Phase, Double>(Phase.class);
        double before = start;
        for (Phase phase : Phase.values()) {
            double end = marks.getOrDefault(phase, before);
            phases.put(phase, Math.max(0, end - before) * MILLIS);
            before = Math.max(before, end);
        }
        return phases;
    }

    /** What a scan of so many disks is called. */
    static String program(int disks) {
        return "dmkit scan, " + disks + " disks";
    }

    /** What the phase is called among the measurements. */
    static String name(String program, Phase phase) {
        return "phase " + phase + " of " + program;
    }

    /** Traces a program some times. */
    static void measure(Path trace, MountNamespace namespace, Program program, int rounds, Measurements into)
            throws IOException, InterruptedException {
        var line = new ArrayList<>(namespace.enter());
        line.addAll(strace(trace));
        line.addAll(program.command());
        for (int round = 0; round < rounds; round++) {
            int status = new ProcessBuilder(line)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .waitFor();
            if (status != program.status()) {
                throw new IOException(String.join(" ", line) + ": status " + status);
            }
            of(trace).forEach((phase, time) -> into.add(name(program.name(), phase), time));
        }
    }
}
