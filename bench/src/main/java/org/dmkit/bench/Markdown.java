package org.dmkit.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The tables as Markdown, for a README. */
final class Markdown {
    private Markdown() {}

    static String of(Results results) {
        var text = new StringBuilder("# How fast dmkit is\n\n");
        text.append(
                "Ratios are medians of the rounds' ratios, dmkit's figure by the other's, both measured in turn: below 1 dmkit is ");
        text.append("ahead. Written by `bench/run`; `index.html` beside it has the plots.\n");
        Report.byTopic(results.rows()).forEach((topic, rows) -> topic(topic, rows, text));
        benchmarks(Benchmarked.of(results.measured()), text);
        if (!results.omitted().isEmpty()) {
            text.append("\nLeft out:\n\n");
            results.omitted().forEach(o -> text.append("- ").append(o).append('\n'));
        }
        text.append("\nMeasured on:\n\n| what | value |\n|---|---|\n");
        for (Map.Entry<String, String> entry : results.circumstances().entrySet()) {
            text.append(cells(List.of(entry.getKey(), entry.getValue())));
        }
        return text.toString();
    }

    private static void topic(Row.Topic topic, List<Row> rows, StringBuilder text) {
        text.append("\n## ").append(topic.title).append("\n\n");
        text.append(
                "| what | against | unit | dmkit | other | ratio | target | |\n|---|---|---|--:|--:|--:|--:|---|\n");
        for (Row row : rows) {
            text.append(cells(Report.cells(row)));
        }
    }

    private static void benchmarks(List<Benchmarked> all, StringBuilder text) {
        if (all.isEmpty()) {
            return;
        }
        text.append("\n## JMH\n\n").append(Benchmarked.STORY).append("\n\n");
        text.append(cells(Benchmarked.HEADS)).append("|---|--:|--:|--:|--:|--:|--:|\n");
        for (Benchmarked each : all) {
            text.append(cells(Stream.concat(Stream.of(each.name()), each.numbers().stream())
                    .toList()));
        }
    }

    private static String cells(List<String> cells) {
        return "| " + String.join(" | ", cells).replace("\n", " ") + " |\n";
    }
}
