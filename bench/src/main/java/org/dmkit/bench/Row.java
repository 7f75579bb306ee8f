package org.dmkit.bench;

import java.util.List;
import java.util.Locale;

/**
 * One line of the report.
 *
 * @param topic what it is about; rows of one topic stand together
 * @param against what ours is compared with; empty if it stands alone
 * @param ours how long ours took, or how much it took
 * @param theirs the same of what it is compared with; NaN if {@code ours} stands alone
 * @param rounds of each round the ratio of both, or {@code ours} if that stands alone
 * @param target what the median of the rounds should not exceed; NaN if nothing is asked
 */
record Row(
        Topic topic,
        String what,
        String against,
        String unit,
        double ours,
        double theirs,
        List<Double> rounds,
        double target) {
    /** In the order of the report. */
    enum Topic {
        START("Start-up"),
        PHASES("Start-up by phase (traced)"),
        SCAN("Scan of many disks"),
        SLOW("Scan of slow disks"),
        MEMORY("Memory"),
        IMAGE("Image"),
        TABLE("Tables"),
        IOCTL("ioctl and device-mapper"),
        READ("Reading within one process"),
        SCALE("Planning");

        final String title;

        Topic(String title) {
            this.title = title;
        }
    }

    enum Verdict {
        MET,
        MISSED,
        NO_TARGET
    }

    Row {
        rounds = List.copyOf(rounds);
    }

    boolean isAlone() {
        return against.isEmpty();
    }

    /** What is judged: the ratio, or ours if it stands alone. */
    double value() {
        return Quartiles.of(rounds).median();
    }

    Verdict verdict() {
        return Double.isNaN(target) ? Verdict.NO_TARGET : value() <= target ? Verdict.MET : Verdict.MISSED;
    }

    /** Words, in the order of the columns. */
    List<String> words() {
        return List.of(what, against, unit);
    }

    /** Ours, theirs, ratio and target, as words; empty where there is none. */
    List<String> numbers() {
        return List.of(number(ours), number(theirs), isAlone() ? "" : number(value()), number(target));
    }

    /** What tells it from others. */
    String name() {
        return isAlone() ? what : what + " / " + against;
    }

    /** Three digits that say something; empty for NaN. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        double size = Math.abs(value);
        String format = size >= 100 || size == 0 ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.2g";
        return String.format(Locale.ROOT, format, value);
    }
}
