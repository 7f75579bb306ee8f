package org.dmkit.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The plots of a report; of what was not measured there is none. */
final class Figures {
    private static final double KILO = 1e3;
    private static final double MEGA = 1e6;

    /**
     * A plot.
     *
     * @param story what it shows and how that was got
     */
    record Figure(String title, String story, String svg) {}

    private final Measurements measured;
    private final List<Figure> figures = new ArrayList<>();

    private Figures(Measurements measured) {
        this.measured = measured;
    }

    static List<Figure> of(Measurements measured) {
        var all = new Figures(measured);
        all.lines(
                "blank",
                "Scan, disks that answer at once",
                "Whole processes that look for metadata on blank loop devices, all in the same mount namespace, in turn.",
                "ms",
                1,
                Scans.PROGRAMS,
                p -> p + " " + Scans.BLANK);
        all.lines(
                "slow",
                "Scan, disks of 4 ms a request",
                "The same with a FUSE file system below the loop devices that sleeps before each read.",
                "ms",
                1,
                Scans.PROGRAMS,
                p -> p + " " + Scans.SLOW);
        all.phases();
        all.memory();
        all.tables();
        all.lines(
                "crossing",
                "Which reader: threads or io_uring",
                "A process that only opens and reads: through the JDK's channels by threads, or through io_uring, which has to be"
                        + " linked first. dmkit changes from one to the other at 64 disks.",
                "ms",
                1,
                List.of(Reading.THREADS, Reading.RING, Reading.THREADS + " slow", Reading.RING + " slow"),
                p -> "reading by " + p);
        all.image();
        all.kernel();
        all.lines(
                "scale",
                "From disks to a plan",
                "In one process, disks in memory, five a set on average; JMH.",
                "ms",
                1,
                List.of("scan", "assemble", "oneSet", "allSets"),
                p -> "ScaleBenchmark." + p);
        return List.copyOf(all.figures);
    }

    private void lines(
            String key,
            String title,
            String story,
            String unit,
            double per,
            List<String> names,
            UnaryOperator<String> beginning) {
        var lines = new ArrayList<Plot.Line>();
        for (String name : names) {
            Map<Integer, Double> points = points(beginning.apply(name), per);
            if (points.size() > 1) {
                lines.add(new Plot.Line(name, points));
            }
        }
        if (!lines.isEmpty()) {
            figures.add(new Figure(title, story, Plot.lines(key, "disks", unit, lines)));
        }
    }

    private Map<Integer, Double> points(String beginning, double per) {
        var points = new TreeMap<Integer, Double>();
        for (int disks : Comparisons.numbers(measured, beginning)) {
            points.put(disks, measured.median(beginning + " " + disks) / per);
        }
        return points;
    }

    private void memory() {
        lines(
                "memory",
                "Memory",
                "Resident at most, of the scans of blank disks.",
                "MB",
                KILO,
                Scans.PROGRAMS,
                p -> Program.RESIDENT + p + " " + Scans.BLANK);
    }

    private void phases() {
        List<String> programs = Stream.concat(
                        Stream.of(Startup.MINIMAL), Phases.DISKS.stream().map(Phases::program))
                .filter(p -> measured.has(Phases.name(p, Phases.Phase.SHELL)))
                .toList();
        if (programs.isEmpty()) {
            return;
        }
        List<Plot.Bars> bars = Stream.of(Phases.Phase.values())
                .map(phase -> new Plot.Bars(
                        phase.title,
                        programs.stream()
                                .map(p -> measured.median(Phases.name(p, phase)))
                                .toList()))
                .toList();
        List<String> titles =
                programs.stream().map(p -> p.replace(Startup.SCAN + ", ", "")).toList();
        figures.add(new Figure(
                "Where the time of a start goes",
                "Told by strace, which stops only where a file is opened, read or written: so the whole is some milliseconds longer"
                        + " than without. The first bar is what the JVM takes alone, the others are scans: of two disks that are a mirror, and of blank ones. Linking is the time from the last look at sysfs to the"
                        + " first disk; of many disks decoding is within reading.",
                Plot.bars("phases", "ms", titles, bars, Plot.Stand.STACKED)));
    }

    private void tables() {
        List<String> sizes = Stream.of("1", "100", "10000")
                .filter(n -> measured.has("TableBenchmark.dmkit " + n))
                .toList();
        var ways = new LinkedHashMap<String, String>();
        ways.put("dmkit", "TableBenchmark.dmkit");
        ways.put("C snprintf", "TableBenchmark.c");
        ways.put("libdm", Libdm.NAME);
        ways.put("Java strings", "TableBenchmark.concatenation");
        var bars = new ArrayList<Plot.Bars>();
        ways.forEach((title, name) -> {
            if (sizes.stream().allMatch(n -> measured.has(name + " " + n))) {
                bars.add(new Plot.Bars(
                        title,
                        sizes.stream()
                                .map(n -> measured.median(name + " " + n) / Double.parseDouble(n))
                                .toList()));
            }
        });
        if (!sizes.isEmpty()) {
            figures.add(new Figure(
                    "Making a table",
                    "Striped targets, as DM_TABLE_LOAD takes them. libdm: from the task to the ioctl, which is intercepted.",
                    Plot.bars(
                            "tables",
                            "ns a target",
                            sizes.stream()
                                    .map(n -> n + (n.equals("1") ? " target" : " targets"))
                                    .toList(),
                            bars,
                            Plot.Stand.BESIDE_LOGARITHMIC)));
        }
    }

    private void image() {
        List<String> parts = ImageSize.parts().stream()
                .filter(p -> measured.has(ImageSize.name(p)))
                .toList();
        if (!parts.isEmpty()) {
            figures.add(new Figure(
                    "The image, by part",
                    "Each packed alone by cpio and zstd -19; together a little smaller.",
                    Plot.bars(
                            "image",
                            "MB",
                            List.of("image"),
                            parts.stream()
                                    .map(p -> new Plot.Bars(p, List.of(measured.median(ImageSize.name(p)) / MEGA)))
                                    .toList(),
                            Plot.Stand.STACKED)));
        }
    }

    private void kernel() {
        if (measured.has("IoctlBenchmark.c")) {
            figures.add(new Figure(
                    "One ioctl",
                    "BLKGETSIZE64 on a loop device, errno included; JMH.",
                    Plot.bars(
                            "ioctl",
                            "ns",
                            List.of("ioctl"),
                            List.of(
                                    new Plot.Bars("dmkit", List.of(measured.median("IoctlBenchmark.dmkit"))),
                                    new Plot.Bars("C", List.of(measured.median("IoctlBenchmark.c")))),
                            Plot.Stand.BESIDE)));
        }
    }
}
