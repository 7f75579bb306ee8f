package org.dmkit.bench;

import java.util.ArrayList;
import java.util.List;

/** Turns what was measured into the lines of the report; what could not be measured has none. */
final class Comparisons {
    static final String VERSION = "dmkit --version";
    static final String SCAN = "dmkit scan";
    static final String SCAN_MANY = "dmkit scan many";
    static final String PLAIN_VERSION = "plain JDK";
    static final String DMRAID_VERSION = "dmraid --version";
    static final String MDADM_MANY = "mdadm --examine many";
    static final String IMAGE_BYTES = "image";

    private static final double NO_TARGET = Double.NaN;

    private final Measurements measured;
    private final List<Row> rows = new ArrayList<>();

    private Comparisons(Measurements measured) {
        this.measured = measured;
    }

    static List<Row> of(Measurements measured, int manyDisks) {
        var all = new Comparisons(measured);
        all.tables();
        all.compare(
                "ioctl BLKGETSIZE64, with errno, against C", "ns", 1, "IoctlBenchmark.dmkit", "IoctlBenchmark.c", 1.3);
        for (int disks : List.of(64, 256, 1000)) {
            all.scans(disks);
        }
        all.grows("scan of disks in memory", "scan");
        all.grows("what was found, to sets", "assemble");
        all.grows("loss in one set, to a plan", "oneSet");
        all.grows("loss in every set, to a plan", "allSets");
        all.processes(manyDisks);
        return all.rows;
    }

    private void tables() {
        for (int targets : List.of(1, 100, 10000)) {
            String what = "table of " + targets + " striped, a target, against ";
            String ours = "TableBenchmark.dmkit " + targets;
            compare(what + "C snprintf", "ns", targets, ours, "TableBenchmark.c " + targets, 0.25);
            compare(what + "concatenation", "ns", targets, ours, "TableBenchmark.concatenation " + targets, NO_TARGET);
            // Not exactly 0: the harness leaves some bytes a call behind, and few calls of a long table fit into its
            // time.
            alone(
                    "table of " + targets + " striped, allocated a target",
                    "bytes",
                    ours + JmhRounds.ALLOCATED,
                    targets,
                    1);
        }
    }

    private void scans(int disks) {
        String c = "ScanBenchmark.c " + disks;
        compare(disks + " disks, pread, against C", "us/disk", disks, "ScanBenchmark.pread " + disks, c, 1.1);
        compare(disks + " disks, io_uring, against C pread", "us/disk", disks, "ScanBenchmark.batch " + disks, c, 1.1);
        compare(
                disks + " disks, io_uring, against FileChannel",
                "us/disk",
                disks,
                "ScanBenchmark.batch " + disks,
                "ScanBenchmark.fileChannel " + disks,
                NO_TARGET);
        compare(
                disks + " disks, whole Scanner.scan, against C pread",
                "us/disk",
                disks,
                "ScanBenchmark.scanner " + disks,
                c,
                NO_TARGET);
    }

    /** Ever ten times as many disks, five a set: what takes linear time takes ten times as long. */
    private void grows(String what, String benchmark) {
        String name = "ScaleBenchmark." + benchmark + " ";
        for (int disks : List.of(100, 1000, 10000)) {
            compare(
                    disks + " disks, " + what + ", against a tenth",
                    "ms",
                    1,
                    name + disks,
                    name + disks / 10,
                    NO_TARGET);
        }
        alone("10000 disks, " + what, "ms", name + 10000, 1, 1000);
    }

    private void processes(int manyDisks) {
        compare(
                "dmkit --version against itself on a plain JDK, published picocli",
                "ms",
                1,
                VERSION,
                PLAIN_VERSION,
                1 / 3.5);
        compare("dmkit --version against dmraid --version", "ms", 1, VERSION, DMRAID_VERSION, NO_TARGET);
        compare("dmkit scan of a RAID1 against dmraid --version", "ms", 1, SCAN, DMRAID_VERSION, NO_TARGET);
        compare(
                "dmkit scan of " + manyDisks + " disks against mdadm --examine",
                "ms",
                1,
                SCAN_MANY,
                MDADM_MANY,
                NO_TARGET);
        alone("resident memory of a scan of a RAID1", "MB", SCAN + Program.RESIDENT, 1e3, 50);
        alone("resident memory of a scan of " + manyDisks + " disks", "MB", SCAN_MANY + Program.RESIDENT, 1e3, 50);
        alone("image with its AOT cache, cpio and zstd", "MB", IMAGE_BYTES, 1e6, 16);
    }

    private void compare(String what, String unit, double per, String ours, String theirs, double target) {
        if (measured.has(ours) && measured.has(theirs)) {
            rows.add(new Row(
                    what,
                    unit,
                    measured.median(ours) / per,
                    measured.median(theirs) / per,
                    measured.ratio(ours, theirs),
                    target));
        }
    }

    private void alone(String what, String unit, String name, double per, double target) {
        if (measured.has(name)) {
            rows.add(Row.alone(what, unit, measured.median(name) / per, target));
        }
    }
}
