package org.dmkit.cli;

import java.io.PrintWriter;
import java.util.List;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Step;

/**
 * What bringing a machine up to date did, or would do.
 *
 * @param trial true if it was only tried out
 * @param steps of a trial
 */
record RecoverReport(List<Notice> notices, boolean trial, List<Step> steps) implements Report {
    RecoverReport {
        notices = List.copyOf(notices);
        steps = List.copyOf(steps);
    }

    ExitCode code() {
        return notices.stream().allMatch(n -> !(n instanceof Notice.Ended e) || e.good())
                ? ExitCode.DONE
                : ExitCode.INCOMPLETE;
    }

    @Override
    public void print(PrintWriter out, Style style) {
        notices.forEach(n -> out.println(Cell.printable(Narration.of(n, trial))));
        if (trial) {
            new PlanReport(new Plan(steps)).print(out, style);
        }
    }

    @Override
    public void write(Json json) {
        json.objects("events", notices, n -> Narration.write(n, json));
        if (trial) {
            new PlanReport(new Plan(steps)).write(json);
        }
    }
}
