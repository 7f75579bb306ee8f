package org.dmkit.cli;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.dmkit.raid.change.Plan;

/**
 * How it went with each set that was to be started or stopped.
 *
 * @param plans that were carried out, or in a trial would be
 */
record ActivateReport(String word, List<SetResult> results, List<Plan> plans, boolean trial) implements Report {
    ActivateReport {
        results = List.copyOf(results);
        plans = List.copyOf(plans);
    }

    /** The worst of all: one set that did not start is what a script has to see. */
    ExitCode code() {
        return results.stream()
                .map(SetResult::code)
                .max(Comparator.comparingInt(ExitCode::status))
                .orElse(ExitCode.DONE);
    }

    /** A line for each that is not as it should be. */
    List<String> complaints() {
        return results.stream()
                .filter(r -> r.code() != ExitCode.DONE)
                .map(r -> switch (r) {
                    case SetResult.Good g -> g.state().text();
                    case SetResult.Refused f -> named(f.set(), Narration.of(f.why()));
                    case SetResult.Failed f ->
                        named(f.set(), f.cause())
                                + (f.code() == ExitCode.INCOMPLETE
                                        ? "; run: dmkit recover"
                                        : f.code() == ExitCode.BACKED_OUT ? "; taken back, all is as before" : "");
                })
                .toList();
    }

    private static String named(String set, String text) {
        return text.contains(set) ? text : set + ": " + text;
    }

    @Override
    public void print(PrintWriter out, Style style) {
        if (trial) {
            new PlanReport(plans).print(out, style);
            return;
        }
        for (SetResult result : results) {
            if (result instanceof SetResult.Good good) {
                out.println(Cell.printable(good.set() + ": " + good.state().text()));
            }
        }
    }

    @Override
    public void write(Json json) {
        json.field("change", word + results.stream().map(r -> " " + r.set()).collect(Collectors.joining(",")))
                .field("outcome", code().word())
                .field("changed", !trial && plans.stream().anyMatch(p -> !p.isEmpty()))
                .objects("sets", results, r -> {
                    json.field("name", r.set());
                    r.write(json);
                });
        if (trial) {
            new PlanReport(plans).write(json);
        }
    }
}
