package org.dmkit.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What bench/run is asked. */
sealed interface Question {
    String USAGE = """
            usage: bench/run [--quick | --full]
                   bench/run scan --disks N[,N...] [--latency TIMEms]
                   bench/run report RESULT""";

    /** Everything: {@code full} takes more and longer rounds, and larger machines. */
    record Everything(boolean full) implements Question {}

    /** How long a scan takes. */
    record OfScan(List<Integer> disks, Duration latency) implements Question {
        public OfScan {
            disks = List.copyOf(disks);
        }
    }

    /** The report of what was measured before. */
    record Redraw(Path result) implements Question {}

    /**
     * Understands the words of a command line.
     *
     * @throws IllegalArgumentException if they are none of {@link #USAGE}
     */
    static Question of(List<String> words) {
        return switch (words.isEmpty() ? "--quick" : words.getFirst()) {
            case "--quick" -> new Everything(alone(words, false));
            case "--full" -> new Everything(alone(words, true));
            case "scan" -> scan(words.subList(1, words.size()));
            case "report" -> redraw(words);
            default -> throw new IllegalArgumentException(USAGE);
        };
    }

    private static boolean alone(List<String> words, boolean answer) {
        if (words.size() > 1) {
            throw new IllegalArgumentException(USAGE);
        }
        return answer;
    }

    private static Question redraw(List<String> words) {
        if (words.size() != 2) {
            throw new IllegalArgumentException(USAGE);
        }
        return new Redraw(Path.of(words.get(1)));
    }

    private static Question scan(List<String> words) {
        List<Integer> disks = List.of();
        Duration latency = Duration.ZERO;
        if (words.size() % 2 != 0) {
            throw new IllegalArgumentException(USAGE);
        }
        for (int i = 0; i < words.size(); i += 2) {
            String value = words.get(i + 1);
            switch (words.get(i)) {
                case "--disks" ->
                    disks = Arrays.stream(value.split(",", -1))
                            .map(Question::positive)
                            .toList();
                case "--latency" -> latency = milliseconds(value);
                default -> throw new IllegalArgumentException(USAGE);
            }
        }
        if (disks.isEmpty()) {
            throw new IllegalArgumentException(USAGE);
        }
        return new OfScan(disks, latency);
    }

    private static Duration milliseconds(String text) {
        if (!text.toLowerCase(Locale.ROOT).endsWith("ms")) {
            throw new IllegalArgumentException(text + ": a time such as 4ms is wanted");
        }
        return Duration.ofMillis(positive(text.substring(0, text.length() - "ms".length())));
    }

    private static int positive(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) == 0) {
            throw new IllegalArgumentException(text + ": a number above 0 is wanted");
        }
        return Integer.parseInt(text);
    }
}
