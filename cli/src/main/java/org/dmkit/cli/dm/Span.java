package org.dmkit.cli.dm;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them: {@code 10}, {@code 10s}, {@code 500ms}, {@code 5m}, {@code 2h}. */
final class Span {
    static final String LABEL = "TIME";

    /** More than anybody waits; in nanoseconds it is still a long. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|)");

    private Span() {}

    /** A time; longer than anybody waits if the word is empty. */
    static Duration of(String word) throws Misuse {
        if (word.isEmpty()) {
            return LONGEST;
        }
        Matcher m = TEXT.matcher(word);
        if (!m.matches()) {
            throw new Misuse("not a time: " + word + " (10s, 500ms, 5m, 2h)");
        }
        long number = Long.parseLong(m.group(1));
        Duration time = switch (m.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofSeconds(number);
        };
        return time.compareTo(LONGEST) < 0 ? time : LONGEST;
    }
}
