package org.dmkit.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The report as one page that needs nothing else. */
final class Page {
    private static final String STYLE = """
            body { font: 15px/1.5 'DejaVu Sans', Verdana, sans-serif; color: #333; max-width: 1320px; margin: 2em auto; padding: 0 1em; }
            h1 { font-weight: normal; margin-bottom: 0; } h2 { font-weight: normal; margin: 2em 0 .3em; } h3 { margin: 0; font-size: 16px; }
            p { max-width: 60em; margin: .3em 0; } .story { color: #666; font-size: 13px; }
            table { border-collapse: collapse; margin: .5em 0; font-size: 13px; }
            td, th { padding: .2em .7em; border-bottom: 1px solid #e4e4e4; text-align: left; vertical-align: baseline; }
            th { font-weight: normal; color: #777; } .n { text-align: right; font-variant-numeric: tabular-nums; }
            .topic { padding-top: 1.2em; font-weight: bold; }
            .met { color: #00734d; } .missed { color: #b02a00; font-weight: bold; }
            .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(520px, 1fr)); gap: 2em 1.5em; margin-top: 1em; }
            .which { columns: 2; font-size: 13px; margin: .2em 0; }
            figure { margin: 0; } svg { width: 100%; max-width: 760px; height: auto; }
            .bar { width: 420px; padding: 0; } .scale { position: relative; height: 1.1em; background:
              linear-gradient(to right, transparent calc(50% - 1px), #999 calc(50% - 1px), #999 50%, transparent 50%); }
            .scale i { position: absolute; top: .15em; height: .8em; } .ahead { background: #009e73; right: 50%; } .behind { background: #d55e00; left: 50%; }
            """;

    private static final Set<String> PEERS = Set.of(Scans.DMRAID, Scans.MDADM, Scans.WIPEFS, Startup.PEER_S, "libdm");

    /** The bars end at a thousand times. */
    private static final double DECADES = 3;

    private final Results results;
    private final List<Row> rows;
    private final StringBuilder html = new StringBuilder();

    private Page(Results results) {
        this.results = results;
        rows = results.rows();
    }

    static String of(Results results) {
        return new Page(results).write();
    }

    private String write() {
        html.append(
                        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>How fast dmkit is</title>\n<style>\n")
                .append(STYLE)
                .append("</style></head><body>\n<h1>How fast dmkit is</h1>\n");
        summary();
        peers();
        figures();
        table();
        benchmarks();
        circumstances();
        return html.append("</body></html>\n").toString();
    }

    private void summary() {
        long met = rows.stream().filter(r -> r.verdict() == Row.Verdict.MET).count();
        long missed =
                rows.stream().filter(r -> r.verdict() == Row.Verdict.MISSED).count();
        Map<String, String> where = results.circumstances();
        html.append(String.format(
                Locale.ROOT,
                "<p>%d of %d targets met. %s, %s processors, Linux %s, Java %s; load %s before and %s after; %s run, %s.</p>%n",
                met,
                met + missed,
                escape(where.getOrDefault("processor", "")),
                escape(where.getOrDefault("processors", "?")),
                escape(where.getOrDefault("kernel", "?")),
                escape(where.getOrDefault("java", "?")),
                escape(where.getOrDefault("load before", "?")),
                escape(where.getOrDefault("load after", "?")),
                escape(where.getOrDefault("mode", "?")),
                escape(where.getOrDefault("begun", "?"))));
        List<String> which = rows.stream()
                .filter(r -> r.verdict() == Row.Verdict.MISSED)
                .map(r -> r.name() + " (" + Row.number(r.value()) + ", asked " + Row.number(r.target()) + ")")
                .toList();
        if (!which.isEmpty()) {
            html.append("<p class=\"missed\">Missed:</p>\n<ul class=\"which\">\n");
            which.forEach(w -> html.append("<li>").append(escape(w)).append("</li>\n"));
            html.append("</ul>\n");
        }
    }

    /** Where dmkit is ahead of other programs, and where not. */
    private void peers() {
        List<Row> compared = rows.stream()
                .filter(r -> PEERS.contains(r.against()))
                .sorted(Comparator.comparingDouble(Row::value))
                .toList();
        if (compared.isEmpty()) {
            return;
        }
        html.append(
                        "<h2>Against other programs</h2>\n<p class=\"story\">Whole processes but for libdm. Green: dmkit is faster; ")
                .append("the line is where both are equal, the end of a bar at a thousand times.</p>\n<table>\n");
        for (Row row : compared) {
            double ratio = row.value();
            double width = Math.min(1, Math.abs(Math.log10(ratio)) / DECADES) * 50;
            html.append("<tr><td>")
                    .append(escape(row.what()))
                    .append("</td><td>")
                    .append(escape(row.against()));
            html.append(String.format(
                    Locale.ROOT,
                    "</td><td class=\"bar\"><div class=\"scale\"><i class=\"%s\" style=\"width:%.1f%%\"></i></div></td>"
                            + "<td class=\"n\">%s times %s</td></tr>%n",
                    ratio < 1 ? "ahead" : "behind",
                    width,
                    Row.number(ratio < 1 ? 1 / ratio : ratio),
                    ratio < 1 ? "faster" : "slower"));
        }
        html.append("</table>\n");
    }

    private void figures() {
        html.append("<h2>Plots</h2>\n<div class=\"plots\">\n");
        for (Figures.Figure figure : Figures.of(results.measured())) {
            html.append("<figure><h3>")
                    .append(escape(figure.title()))
                    .append("</h3><p class=\"story\">")
                    .append(escape(figure.story()))
                    .append("</p>\n")
                    .append(figure.svg())
                    .append("\n</figure>\n");
        }
        html.append("</div>\n");
    }

    private void table() {
        html.append(
                        "<h2>All rows</h2>\n<p class=\"story\">Ratios are medians of the rounds' ratios, dmkit's figure by the other's. ")
                .append("A row that stands alone is judged by its own figure.</p>\n<table>\n");
        Report.byTopic(rows).forEach((topic, some) -> {
            html.append("<tr><th class=\"topic\">")
                    .append(escape(topic.title))
                    .append("</th><th>against</th><th>unit</th><th class=\"n\">dmkit</th><th class=\"n\">other</th>")
                    .append("<th class=\"n\">ratio</th><th class=\"n\">target</th><th></th></tr>\n");
            some.forEach(this::row);
        });
        html.append("</table>\n");
    }

    private void row(Row row) {
        html.append("<tr>");
        for (String text : row.words()) {
            html.append("<td>").append(escape(text)).append("</td>");
        }
        for (String number : row.numbers()) {
            html.append("<td class=\"n\">").append(number).append("</td>");
        }
        String verdict = Report.verdict(row);
        html.append("<td class=\"")
                .append(verdict.toLowerCase(Locale.ROOT))
                .append("\">")
                .append(verdict)
                .append("</td></tr>\n");
    }

    private void benchmarks() {
        List<Benchmarked> all = Benchmarked.of(results.measured());
        if (all.isEmpty()) {
            return;
        }
        html.append("<h2>JMH</h2>\n<p class=\"story\">")
                .append(escape(Benchmarked.STORY))
                .append("</p>\n<table>\n<tr>");
        Benchmarked.HEADS.forEach(h -> html.append("<th>").append(h).append("</th>"));
        html.append("</tr>\n");
        for (Benchmarked each : all) {
            html.append("<tr><td>").append(escape(each.name())).append("</td>");
            each.numbers()
                    .forEach(n ->
                            html.append("<td class=\"n\">").append(escape(n)).append("</td>"));
            html.append("</tr>\n");
        }
        html.append("</table>\n");
    }

    private void circumstances() {
        html.append("<h2>Measured on</h2>\n<table>\n");
        results.circumstances()
                .forEach((name, value) -> html.append("<tr><td>")
                        .append(escape(name))
                        .append("</td><td>")
                        .append(escape(value))
                        .append("</td></tr>\n"));
        html.append("</table>\n");
        if (!results.omitted().isEmpty()) {
            html.append("<h2>Left out</h2>\n<ul>\n");
            results.omitted().forEach(o -> html.append("<li>").append(escape(o)).append("</li>\n"));
            html.append("</ul>\n");
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
