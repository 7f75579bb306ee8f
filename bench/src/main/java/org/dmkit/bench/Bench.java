package org.dmkit.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/**
 * {@code Bench ROOT RESULT [--full]}: measures, prints the report and writes it and all it rests on as JSON. Started by
 * bench/run. Leaves out what can't be measured here, and judges nothing by time alone.
 */
final class Bench {
    private static final int MANY_DISKS = 256;
    private static final long DISK_BYTES = 64L << 20;

    /** mdadm --examine of disks that are no part of an array. */
    private static final int NOTHING_FOUND = 1;

    private final Path root;
    private final boolean full;
    private final Measurements measured = new Measurements();
    private final double loadBefore = load();

    private Bench(Path root, boolean full) {
        this.root = root;
        this.full = full;
    }

    public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
        Path result = Path.of(args[1]);
        var bench = new Bench(Path.of(args[0]), args.length > 2);
        List<Row> rows = bench.measure();
        System.out.println(Row.HEADER);
        rows.forEach(System.out::println);
        System.out.printf(Locale.ROOT, "load of this machine: %.1f before, %.1f after%n", bench.loadBefore, load());
        Files.writeString(result, bench.json(rows));
        System.out.println("written: " + result);
    }

    private List<Row> measure() throws IOException, InterruptedException, RunnerException {
        Path target = root.resolve("bench/target");
        Path library = target.resolve("libbaseline.so");
        boolean c = Files.exists(library);
        if (c) {
            processes(target.resolve("measure"));
        } else {
            System.err.println("bench: no C compiler here: nothing is compared with C, no process is timed");
        }
        if (!LoopDisks.possible()) {
            System.err.println("bench: no loop devices for us: image files stand in, and no ioctl is timed");
        }
        if (full) {
            imageSize();
        }
        (full ? JmhRounds.FULL : JmhRounds.QUICK).run(library, c, measured);
        return Comparisons.of(measured, MANY_DISKS);
    }

    private void processes(Path measure) throws IOException, InterruptedException {
        System.err.println("bench: whole processes");
        String dmkit = root.resolve("cli/target/dmkit/bin/dmkit").toString();
        int rounds = full ? 31 : 11;
        var programs = List.of(
                new Program(Comparisons.VERSION, dmkit, "--version"),
                new Program(Comparisons.DMRAID_VERSION, "dmraid", "--version"),
                new Program(
                        Comparisons.SCAN,
                        dmkit,
                        "scan",
                        "--disks",
                        root.resolve("corpus/isw/raid1-2disk").toString()),
                plainVersion());
        Program.measure(measure, installed(programs), rounds, measured);
        try (LoopDisks disks = LoopDisks.create(MANY_DISKS, DISK_BYTES)) {
            List<String> paths = disks.paths().stream().map(Path::toString).toList();
            Stream<String> options = paths.stream().flatMap(p -> Stream.of("--disks", p));
            var many = List.of(
                    new Program(
                            Comparisons.SCAN_MANY,
                            Stream.concat(Stream.of(dmkit, "scan"), options).toList(),
                            0),
                    new Program(
                            Comparisons.MDADM_MANY,
                            Stream.concat(Stream.of("mdadm", "--examine"), paths.stream())
                                    .toList(),
                            NOTHING_FOUND));
            Program.measure(measure, installed(many), rounds, measured);
        }
    }

    /** The same command as a JDK starts it: no image, no AOT cache, picocli's classes as they are published. */
    private Program plainVersion() throws IOException {
        var path = new ArrayList<String>();
        for (Path directory : List.of(root.resolve("cli/target"), root.resolve("cli/target/modules"))) {
            try (Stream<Path> files = Files.list(directory)) {
                files.map(Path::toString)
                        .filter(f -> f.endsWith(".jar") && !f.contains("/picocli-"))
                        .forEach(path::add);
            }
        }
        path.add(root.resolve("bench/target/published").toString());
        return new Program(
                Comparisons.PLAIN_VERSION,
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--module-path",
                String.join(":", path),
                "-m",
                "org.dmkit.cli/org.dmkit.cli.Main",
                "--version");
    }

    private static List<Program> installed(List<Program> programs) {
        return programs.stream().filter(Program::isInstalled).toList();
    }

    private void imageSize() throws IOException, InterruptedException {
        var pack = new ProcessBuilder("sh", "-c", "find . | cpio --quiet -o -H newc | zstd -q -19 | wc -c")
                .directory(root.resolve("cli/target/dmkit").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(pack.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        double bytes = Double.parseDouble(answer.strip());
        // Without cpio or zstd it is next to nothing.
        if (pack.waitFor() == 0 && bytes > 1e6) {
            measured.add(Comparisons.IMAGE_BYTES, bytes);
        }
    }

    /** Of the last minute; far above the number of processors the ratios are worth little. */
    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private String json(List<Row> rows) {
        return "{\n  \"mode\": \"" + (full ? "full" : "quick") + "\",\n  \"processors\": "
                + Runtime.getRuntime().availableProcessors() + ",\n  \"java\": \"" + Runtime.version()
                + "\",\n  \"load\": [" + loadBefore + ", " + load() + "],\n  \"kernel\": \""
                + System.getProperty("os.version") + "\",\n  \"rows\": [\n"
                + rows.stream().map(Row::toJson).collect(Collectors.joining(",\n")) + "\n  ],\n  \"rounds\": "
                + measured.toJson() + "\n}\n";
    }
}
