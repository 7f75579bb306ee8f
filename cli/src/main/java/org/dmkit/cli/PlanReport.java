package org.dmkit.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Step;

/** What {@code --dry-run} prints: the steps of a change, in order. */
record PlanReport(List<Plan> plans) implements Report {
    PlanReport {
        plans = List.copyOf(plans);
    }

    PlanReport(Plan plan) {
        this(List.of(plan));
    }

    private List<Step> steps() {
        return plans.stream().flatMap(p -> p.steps().stream()).toList();
    }

    @Override
    public void print(PrintWriter out, Style style) {
        List<Step> steps = steps();
        if (steps.isEmpty()) {
            out.println("nothing to do");
        }
        for (int i = 0; i < steps.size(); i++) {
            out.println(String.format(Locale.ROOT, "%3d  ", i + 1)
                    + Cell.printable(steps.get(i).toString()));
        }
    }

    @Override
    public void write(Json json) {
        json.strings("steps", steps().stream().map(Step::toString).toList());
    }
}
