package org.dmkit.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Progress on one line. */
final class ProgressBar {
    private static final int WIDTH = 24;
    private static final int SHORT = 10;

    private ProgressBar() {}

    /** How much of {@code total} is done: {@code [######------]  50.0 %}. */
    static String bar(long done, long total, Style style) {
        return bar(done, total, WIDTH, style);
    }

    private static String bar(long done, long total, int width, Style style) {
        double ratio = ratio(done, total);
        return "[" + style.bar((int) (ratio * width), width) + "] " + percent(ratio);
    }

    /** As {@link #bar}, without a bar. */
    static String percent(long done, long total) {
        return percent(ratio(done, total)).strip();
    }

    /**
     * The bar with amount, speed and the time left, which is a guess from the speed so far; less of it where a line has not
     * enough columns.
     *
     * @param done sectors
     * @param total sectors
     * @param moved sectors of {@code done} that were done in the time elapsed
     */
    static String line(String label, long done, long total, long moved, Duration elapsed, Style style) {
        String bar = bar(done, total, style);
        String shortBar = bar(done, total, SHORT, style);
        String percent = percent(done, total);
        String amount = Size.ofSectors(done) + " of " + Size.ofSectors(total);
        String speed = "";
        String time = "";
        long milliseconds = elapsed.toMillis();
        if (done >= total) {
            time = "in " + clock(elapsed);
        } else if (moved > 0 && milliseconds > 0) {
            double perMillisecond = (double) moved / milliseconds;
            long left = (long) Math.ceil((total - done) / perMillisecond);
            speed = Size.ofSectors((long) (perMillisecond * 1000)) + "/s";
            time = clock(Duration.ofMillis(left)) + " left";
        }
        // The last column stays empty: a cursor behind it is on the next line with some terminals.
        int room = style.columns().getAsInt() - 1;
        return Stream.of(
                        List.of(label, bar, amount, speed, time),
                        List.of(label, bar, amount, time),
                        List.of(label, bar, time),
                        List.of(label, shortBar, time),
                        List.of(label, shortBar),
                        List.of(label, percent))
                .map(ProgressBar::join)
                .filter(line -> line.length() <= room)
                .findFirst()
                .orElseGet(() -> percent.substring(0, Math.clamp(room, 0, percent.length())));
    }

    private static String join(List<String> fields) {
        return fields.stream().filter(f -> !f.isEmpty()).collect(Collectors.joining("  "));
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
