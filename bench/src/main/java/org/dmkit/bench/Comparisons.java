package org.dmkit.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.dmkit.bench.Row.Topic;

/** Turns what was measured into the lines of the report; what could not be measured has none. */
final class Comparisons {
    private static final double NO_TARGET = Double.NaN;
    /** Of ten times as many: ten, and what larger data cost the caches. */
    private static final double LINEAR = 12;

    private static final double KILO = 1e3;
    private static final double MEGA = 1e6;

    private final Measurements measured;
    private final List<Row> rows = new ArrayList<>();

    private Comparisons(Measurements measured) {
        this.measured = measured;
    }

    static List<Row> of(Measurements measured) {
        var all = new Comparisons(measured);
        all.start();
        all.phases(Startup.MINIMAL);
        Phases.DISKS.forEach(disks -> all.phases(Phases.program(disks)));
        all.scans(Topic.SCAN, Scans.BLANK, "blank disks");
        all.scans(Topic.SCAN, Scans.MIXED, "disks, 24 with arrays of 11 formats");
        all.scans(Topic.SLOW, Scans.SLOW, "slow disks");
        all.memory();
        all.image();
        all.tables();
        all.deviceMapper();
        numbers(measured, "ScanBenchmark.c").forEach(all::reading);
        all.grows("scan of disks in memory", "scan");
        all.grows("what was found, to sets", "assemble");
        all.grows("loss in one set, to a plan", "oneSet");
        all.grows("loss in every set, to a plan", "allSets");
        return List.copyOf(all.rows);
    }

    /** The numbers at the end of names that begin so, in order. */
    static List<Integer> numbers(Measurements measured, String beginning) {
        var numbers = new TreeSet<Integer>();
        for (String name : measured.all().keySet()) {
            if (name.startsWith(beginning + " ")
                    && name.substring(beginning.length() + 1).matches("\\d+")) {
                numbers.add(Integer.valueOf(name.substring(beginning.length() + 1)));
            }
        }
        return List.copyOf(numbers);
    }

    private void start() {
        compare(Topic.START, Startup.VERSION, "minimal main", "ms", Startup.VERSION, Startup.MINIMAL, 1.5);
        for (String command : Startup.COMMANDS) {
            compare(Topic.START, command + ", 2 disks", "minimal main", "ms", command, Startup.MINIMAL, 3);
        }
        compare(
                Topic.START,
                Startup.VERSION,
                "the same on a plain JDK",
                "ms",
                Startup.VERSION,
                Startup.PLAIN,
                NO_TARGET);
        compare(
                Topic.START,
                Startup.VERSION,
                Startup.PEER_VERSION,
                "ms",
                Startup.VERSION,
                Startup.PEER_VERSION,
                NO_TARGET);
        compare(
                Topic.START,
                Startup.DMRAID_R + ", 2 disks",
                Startup.PEER_R,
                "ms",
                Startup.DMRAID_R,
                Startup.PEER_R,
                NO_TARGET);
        compare(
                Topic.START,
                Startup.DMRAID_S + ", 2 disks",
                Startup.PEER_S,
                "ms",
                Startup.DMRAID_S,
                Startup.PEER_S,
                NO_TARGET);
    }

    private void phases(String program) {
        for (Phases.Phase phase : Phases.Phase.values()) {
            alone(Topic.PHASES, program + ": " + phase.title, "ms", Phases.name(program, phase), 1, NO_TARGET);
        }
    }

    private void scans(Topic topic, String kind, String which) {
        numbers(measured, Scans.DMKIT + " " + kind).forEach(disks -> scan(topic, kind, which, disks));
    }

    private void scan(Topic topic, String kind, String which, int disks) {
        for (String other : List.of(Scans.DMRAID, Scans.MDADM, Scans.WIPEFS)) {
            compare(
                    topic,
                    "scan of " + disks + " " + which,
                    other,
                    "ms",
                    Scans.name(Scans.DMKIT, kind, disks),
                    Scans.name(other, kind, disks),
                    kind.equals(Scans.SLOW) ? slowTarget(other, disks) : scanTarget(other, disks));
        }
    }

    private static double scanTarget(String other, int disks) {
        return switch (other + " " + disks) {
            case Scans.DMRAID + " 256" -> 0.45;
            case Scans.MDADM + " 256" -> 1.5;
            case Scans.DMRAID + " 1000" -> 0.25;
            case Scans.MDADM + " 1000" -> 0.6;
            default -> NO_TARGET;
        };
    }

    private static double slowTarget(String other, int disks) {
        return switch (other + " " + disks) {
            case Scans.DMRAID + " 128" -> 1 / 130.0;
            case Scans.MDADM + " 128" -> 1 / 38.0;
            default -> NO_TARGET;
        };
    }

    private void memory() {
        alone(Topic.MEMORY, "minimal main, resident", "MB", Program.RESIDENT + Startup.MINIMAL, KILO, NO_TARGET);
        alone(Topic.MEMORY, "scan of 2 disks, resident", "MB", Program.RESIDENT + Startup.SCAN, KILO, 45);
        for (String kind : List.of(Scans.BLANK, Scans.MIXED)) {
            String name = Program.RESIDENT + Scans.DMKIT + " " + kind;
            for (int disks : numbers(measured, name)) {
                double target = switch (disks) {
                    case 256 -> 50;
                    case 1000 -> 60;
                    case 10_000 -> 120;
                    default -> NO_TARGET;
                };
                String what =
                        "scan of " + disks + (kind.equals(Scans.BLANK) ? " blank" : " mixed") + " disks, resident";
                alone(Topic.MEMORY, what, "MB", name + " " + disks, KILO, target);
            }
        }
    }

    private void image() {
        alone(Topic.IMAGE, "image with its AOT cache, cpio and zstd -19", "MB", ImageSize.WHOLE, MEGA, 15);
        alone(Topic.IMAGE, "image without the cache, cpio and zstd -19", "MB", ImageSize.WITHOUT_CACHE, MEGA, 12.5);
    }

    private void tables() {
        for (int targets : List.of(1, 100, 10_000)) {
            String what = "table of " + targets + " striped, a target";
            String ours = "TableBenchmark.dmkit " + targets;
            per(Topic.TABLE, what, "C snprintf", "ns", targets, ours, "TableBenchmark.c " + targets, 0.20);
            per(Topic.TABLE, what, "libdm", "ns", targets, ours, Libdm.NAME + " " + targets, NO_TARGET);
            per(
                    Topic.TABLE,
                    what,
                    "Java strings",
                    "ns",
                    targets,
                    ours,
                    "TableBenchmark.concatenation " + targets,
                    NO_TARGET);
            // Not exactly 0: the harness leaves some bytes a call behind, and few calls of a long table fit into its
            // time.
            alone(Topic.TABLE, what + ", allocated", "bytes", ours + JmhRounds.ALLOCATED, targets, 1);
        }
    }

    private void deviceMapper() {
        compare(
                Topic.IOCTL,
                "ioctl BLKGETSIZE64, with errno",
                "C",
                "ns",
                "IoctlBenchmark.dmkit",
                "IoctlBenchmark.c",
                1.25);
        compare(
                Topic.IOCTL,
                MappedDevices.TITLE,
                MappedDevices.PEER,
                "ms",
                MappedDevices.DMKIT,
                MappedDevices.PEER,
                NO_TARGET);
        for (int sets : numbers(measured, ActivateBenchmark.class.getSimpleName() + ".activate")) {
            alone(
                    Topic.IOCTL,
                    "activate " + sets + " sets on the simulation, a set",
                    "us",
                    "ActivateBenchmark.activate " + sets,
                    sets,
                    NO_TARGET);
        }
    }

    private void reading(int disks) {
        String c = "ScanBenchmark.c " + disks;
        String what = disks + " disks, ";
        Topic topic = Topic.READ;
        String channel = "ScanBenchmark.fileChannel " + disks;
        per(topic, what + "pread", "C", "us/disk", disks, "ScanBenchmark.pread " + disks, c, 1.1);
        per(topic, what + "io_uring", "C pread", "us/disk", disks, "ScanBenchmark.batch " + disks, c, 1.1);
        per(
                topic,
                what + "io_uring",
                "FileChannel, O_DIRECT too",
                "us/disk",
                disks,
                "ScanBenchmark.batch " + disks,
                channel,
                1);
        per(
                topic,
                what + "whole Scanner.scan",
                "C pread",
                "us/disk",
                disks,
                "ScanBenchmark.scanner " + disks,
                c,
                NO_TARGET);
    }

    /** Ever ten times as many disks, five a set: what takes linear time takes ten times as long. */
    private void grows(String what, String benchmark) {
        String name = "ScaleBenchmark." + benchmark;
        for (int disks : numbers(measured, name)) {
            compare(
                    Topic.SCALE,
                    disks + " disks, " + what,
                    "a tenth",
                    "ms",
                    name + " " + disks,
                    name + " " + disks / 10,
                    disks == 10_000 ? LINEAR : NO_TARGET);
        }
        alone(Topic.SCALE, "10000 disks, " + what, "ms", name + " 10000", 1, 1000);
    }

    private void compare(
            Topic topic, String what, String against, String unit, String ours, String theirs, double target) {
        per(topic, what, against, unit, 1, ours, theirs, target);
    }

    private void per(
            Topic topic,
            String what,
            String against,
            String unit,
            double per,
            String ours,
            String theirs,
            double target) {
        if (measured.has(ours) && measured.has(theirs)) {
            rows.add(new Row(
                    topic,
                    what,
                    against,
                    unit,
                    measured.median(ours) / per,
                    measured.median(theirs) / per,
                    measured.ratios(ours, theirs),
                    target));
        }
    }

    private void alone(Topic topic, String what, String unit, String name, double per, double target) {
        if (measured.has(name)) {
            List<Double> rounds =
                    measured.rounds(name).stream().map(v -> v / per).toList();
            rows.add(new Row(topic, what, "", unit, measured.median(name) / per, Double.NaN, rounds, target));
        }
    }
}
