package org.dmkit.cli;

import java.time.Duration;
import java.util.Locale;

/** Progress on one line. */
final class ProgressBar {
    private static final int WIDTH = 24;

    private ProgressBar() {}

    /** How much of {@code total} is done: {@code [######------]  50.0 %}. */
    static String bar(long done, long total, Style style) {
        double ratio = ratio(done, total);
        return "[" + style.bar((int) (ratio * WIDTH), WIDTH) + "] " + percent(ratio);
    }

    /**
     * The bar with amount, speed and the time left, which is a guess from the speed so far.
     *
     * @param done sectors
     * @param total sectors
     * @param moved sectors of {@code done} that were done in the time elapsed
     */
    static String line(String label, long done, long total, long moved, Duration elapsed, Style style) {
        String amount = Size.ofSectors(done) + " of " + Size.ofSectors(total);
        String head = label + "  " + bar(done, total, style) + "  " + amount;
        if (done >= total) {
            return head + "  in " + clock(elapsed);
        }
        long milliseconds = elapsed.toMillis();
        if (moved <= 0 || milliseconds <= 0) {
            return head;
        }
        double perMillisecond = (double) moved / milliseconds;
        long left = (long) Math.ceil((total - done) / perMillisecond);
        return head + "  " + Size.ofSectors((long) (perMillisecond * 1000)) + "/s  " + clock(Duration.ofMillis(left))
                + " left";
    }

    private static double ratio(long done, long total) {
        return total <= 0 ? 1 : Math.clamp((double) done / total, 0, 1);
    }

    /** Rounded down: 100 % is said only of what is done. */
    private static String percent(double ratio) {
        return String.format(Locale.ROOT, "%5.1f %%", Math.floor(ratio * 1000) / 10);
    }

    private static String clock(Duration time) {
        return String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }
}
