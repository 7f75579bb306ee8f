package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dmkit.blockio.BatchReader;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Step;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.commit.Executor.Outcome;
import org.dmkit.raid.live.Machine;

/** Carries out a batch, as changes of sets are carried out: nothing stays suspended, and a failure before the switch is taken back. */
final class Running {
    private Running() {}

    static Answer run(String verb, Batch batch) throws Refusal, IOException {
        Plan plan = batch.plan();
        Work work = batch.work();
        List<String> steps = plan.steps().stream().map(Object::toString).toList();
        if (work.dryRun()) {
            return Deeds.planned(steps);
        }
        if (plan.steps().stream().anyMatch(Step.Suspend.class::isInstance)) {
            work.premises().stayInMemory();
        }
        // No disk is written, and no metadata device made.
        var machine = new Machine(
                work.mapper(),
                (sectors, content) -> {
                    throw new IOException("no memory device is made here");
                },
                BatchReader.sequential(),
                List.of());
        return answer(verb, plan, new Executor(machine, (step, undoing) -> {}).run(plan), work.reasons());
    }

    private static Answer answer(String verb, Plan plan, Outcome outcome, Reasons reasons) {
        return switch (outcome) {
            case Outcome.Done d ->
                Answer.of(
                        List.of(),
                        Answer.fields(
                                "outcome",
                                "done",
                                "changed",
                                !plan.isEmpty(),
                                "heldNanoseconds",
                                d.held().toNanos()));
            case Outcome.BackedOut b -> Deeds.failed(verb, b.failed().toString(), reasons.of(b.cause()), List.of());
            case Outcome.Incomplete i -> incomplete(verb, plan, i, reasons);
        };
    }

    /** The devices run, those after the failure with their new tables, and what should have come then is left. */
    private static Answer incomplete(String verb, Plan plan, Outcome.Incomplete incomplete, Reasons reasons) {
        String cause = reasons.of(incomplete.cause());
        List<String> left = plan.steps().stream()
                .skip(plan.steps().indexOf(incomplete.failed()) + 1L)
                .filter(s -> !(s instanceof Step.Resume))
                .map(Object::toString)
                .toList();
        List<String> problems = incomplete.problems().stream().map(reasons::of).toList();
        var lines = new ArrayList<String>();
        lines.add(verb + ": " + cause + " at: " + incomplete.failed());
        problems.forEach(p -> lines.add("  and: " + p));
        left.forEach(l -> lines.add("  not done: " + l));
        Map<String, Object> fields = Answer.fields(
                "outcome",
                "incomplete",
                "changed",
                true,
                "failed",
                incomplete.failed().toString(),
                "cause",
                cause,
                "problems",
                problems,
                "left",
                left);
        return new Answer(Answer.Ending.INCOMPLETE, lines, fields);
    }
}
