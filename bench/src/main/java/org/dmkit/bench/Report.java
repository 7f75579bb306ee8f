package org.dmkit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What people look at: a table for the terminal, and two files. */
final class Report {
    private Report() {}

    /** Writes {@code report.md} and {@code index.html}. */
    static void write(Results results, Path directory) throws IOException {
        Files.writeString(directory.resolve("report.md"), Markdown.of(results));
        Files.writeString(directory.resolve("index.html"), Page.of(results));
    }

    /** For a terminal. */
    static String text(Results results) {
        var text = new StringBuilder();
        byTopic(results.rows()).forEach((topic, rows) -> {
            text.append(line(List.of(topic.title, "against", "unit", "dmkit", "other", "ratio", "target", "")));
            for (Row row : rows) {
                List<String> cells = new ArrayList<>(cells(row));
                cells.set(0, "  " + cells.getFirst());
                text.append(line(cells));
            }
        });
        results.omitted().forEach(o -> text.append("left out: ").append(o).append('\n'));
        results.circumstances().forEach((name, value) -> {
            if (name.startsWith("load")) {
                text.append(name).append(": ").append(value).append('\n');
            }
        });
        return text.toString();
    }

    /** In the order of topics, and within one in that of the rows. */
    static Map<Row.Topic, List<Row>> byTopic(List<Row> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(Row::topic, () -> new EnumMap<>(Row.Topic.class), Collectors.toList()));
    }

    static String verdict(Row row) {
        return switch (row.verdict()) {
            case MET -> "met";
            case MISSED -> "MISSED";
            case NO_TARGET -> "";
        };
    }

    /** All columns of a row. */
    static List<String> cells(Row row) {
        return Stream.of(row.words(), row.numbers(), List.of(verdict(row)))
                .flatMap(List::stream)
                .toList();
    }

    private static String line(List<String> cells) {
        return String.format(Locale.ROOT, "%-62s %-26s %-8s %9s %9s %8s %8s  %s%n", cells.toArray());
    }
}
