package org.dmkit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code Bench ROOT RESULT QUESTION...}: measures, prints the report and writes it and all it rests on. Started by bench/run. Leaves
 * out what can't be measured here and says so, and judges nothing by time alone.
 */
final class Bench {
    private static final int USAGE = 2;

    private final Tools tools;
    private final Measurements measured = new Measurements();
    private final List<String> omitted = new ArrayList<>();

    private Bench(Tools tools) {
        this.tools = tools;
    }

    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        Path result = Path.of(args[1]);
        Question question;
        try {
            question = Question.of(List.of(args).subList(2, args.length));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(USAGE);
            return;
        }
        new Bench(new Tools(root)).answer(question, result);
    }

    private void answer(Question question, Path result) throws Exception {
        switch (question) {
            case Question.Everything all -> report(everything(all.full(), result));
            case Question.OfScan scan -> {
                scan(scan);
                System.out.print(Report.text(new Results(Map.of("load", Circumstances.load()), omitted, measured)));
            }
            case Question.Redraw old -> report(Results.read(old.result()));
        }
    }

    private void report(Results results) throws IOException {
        Path directory = Files.createDirectories(tools.root().resolve("bench/report"));
        System.out.print(Report.text(results));
        Report.write(results, directory);
        System.out.println("written: " + directory.resolve("index.html"));
    }

    /** What there is so far is written time and again: who loses patience has at least that. */
    private Results everything(boolean full, Path file) throws Exception {
        var results = new Results(Circumstances.here(full ? "full" : "quick", tools.root()), omitted, measured);
        results.circumstances().put("load before", Circumstances.load());
        whatIsNotComparable();
        if (!tools.hasC()) {
            omitted.add("whole processes, and what is compared with C: no C compiler");
        } else if (!LoopDisks.possible()) {
            omitted.add("whole processes, and the ioctl: not root, or no loop devices");
        } else {
            new Processes(tools, full, omitted, measured).measure();
        }
        if (ImageSize.possible()) {
            System.err.println("bench: the image, packed");
            ImageSize.measure(tools.image().image(), measured);
        } else {
            omitted.add("size of the image: no cpio or no zstd");
        }
        (full ? JmhRounds.FULL : JmhRounds.QUICK)
                .run(
                        tools,
                        () -> {
                            results.write(file);
                            if (Files.exists(tools.libdm())) {
                                Libdm.measure(tools, List.of(1, 100, 10_000), full ? 1000 : 200, measured);
                            }
                        },
                        measured);
        results.circumstances().put("load after", Circumstances.load());
        results.write(file);
        System.out.println("written: " + file);
        return results;
    }

    private void whatIsNotComparable() {
        omitted.add("activate against the same ioctls in C: the simulation can't be called from there");
        omitted.add("activate of 1000 sets: it takes too long to be repeated; of fewer the time of one is told");
        if (!Startup.hasDeviceMapper()) {
            omitted.add("dm ls and dm info of this kernel: it has no device-mapper, so they run on the simulation");
            omitted.add("hold-up of I/O by a replacement: this kernel has no device-mapper; the VM tests tell it");
        }
    }

    private void scan(Question.OfScan scan) throws Exception {
        int most = scan.disks().stream().max(Integer::compare).orElseThrow();
        boolean slow = !scan.latency().equals(Duration.ZERO);
        if (!tools.hasC() || !LoopDisks.possible() || (slow && !SlowFiles.possible(tools.slowFiles()))) {
            throw new IOException("needs root, loop devices, gcc and, for slow disks, libfuse3 and /dev/fuse");
        }
        try (Scans scans = Scans.of(tools, most, scan.latency(), measured)) {
            for (int disks : scan.disks()) {
                scans.measure(slow ? Scans.SLOW : Scans.BLANK, disks, Scans.PROGRAMS, 5);
            }
        }
    }
}
