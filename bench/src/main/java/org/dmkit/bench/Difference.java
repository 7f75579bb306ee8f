package org.dmkit.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What became of a row from one result to another. Where something else was measured beside it, the ratios are compared: they
 * say more than times if the machine was another, or had other work.
 */
record Difference(String row, double before, double after, Verdict verdict) {
    /** Fewer rounds have no middle half. */
    static final int FEWEST_ROUNDS = 3;

    enum Verdict {
        SLOWER("slower or larger"),
        FASTER("faster or smaller"),
        SAME("within the noise"),
        /** Too few rounds, in one of both. */
        UNKNOWN("not to be told"),
        /** Not measured any more. */
        GONE("gone"),
        NEW("new");

        final String title;

        Verdict(String title) {
            this.title = title;
        }
    }

    /** In the order of the new rows; then what is gone. */
    static List<Difference> between(List<Row> old, List<Row> recent) {
        Map<String, Row> before = byName(old);
        var differences = new ArrayList<Difference>();
        for (Row row : recent) {
            Row was = before.remove(row.name());
            differences.add(
                    was == null
                            ? new Difference(row.name(), Double.NaN, row.value(), Verdict.NEW)
                            : new Difference(
                                    row.name(), was.value(), row.value(), verdict(was.rounds(), row.rounds())));
        }
        for (Row row : old) {
            if (before.containsKey(row.name())) {
                differences.add(new Difference(row.name(), row.value(), Double.NaN, Verdict.GONE));
            }
        }
        return differences;
    }

    static boolean anySlower(List<Difference> differences) {
        return differences.stream().anyMatch(d -> d.verdict == Verdict.SLOWER);
    }

    /** Slower or faster, if the middle halves of the rounds have nothing in common. */
    static Verdict verdict(List<Double> before, List<Double> after) {
        if (before.equals(after)) {
            return Verdict.SAME;
        }
        if (before.size() < FEWEST_ROUNDS || after.size() < FEWEST_ROUNDS) {
            return Verdict.UNKNOWN;
        }
        Quartiles was = Quartiles.of(before);
        Quartiles is = Quartiles.of(after);
        return was.overlaps(is) ? Verdict.SAME : is.median() > was.median() ? Verdict.SLOWER : Verdict.FASTER;
    }

    private static Map<String, Row> byName(List<Row> rows) {
        return rows.stream().collect(Collectors.toMap(Row::name, Function.identity()));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-16s %s: %s -> %s",
                verdict.title,
                row,
                Double.isNaN(before) ? "-" : Row.number(before),
                Double.isNaN(after) ? "-" : Row.number(after));
    }
}
