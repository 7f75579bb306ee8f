package org.dmkit.cli.dm;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.dmkit.blockio.BatchReader;
import org.dmkit.dm.DmName;
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
        return work.dryRun() ? planned(plan.steps()) : answer(verb, plan, outcome(plan, work), work.reasons());
    }

    /** What a dry run answers. */
    static Answer planned(List<Step> steps) {
        Answer sentences = Deeds.planned(steps.stream().map(Running::shown).toList());
        return Answer.of(sentences.lines(), "steps", fields(steps));
    }

    /** A step in words, without keys. */
    private static String shown(Step step) {
        return switch (step) {
            case Step.Create s -> new Step.Create(s.name(), s.uuid(), Keys.hidden(s.table()), s.readOnly()).toString();
            case Step.CreateHelper s ->
                new Step.CreateHelper(s.name(), s.uuid(), Keys.hidden(s.table()), s.readOnly()).toString();
            case Step.Preload s -> new Step.Preload(s.name(), Keys.hidden(s.table()), s.readOnly()).toString();
            default -> step.toString();
        };
    }

    private static List<Map<String, Object>> fields(List<Step> steps) {
        return steps.stream().map(StepFields::of).toList();
    }

    /** Runs it to its end, one or the other, also if a signal asks for the end of the process. */
    private static Outcome outcome(Plan plan, Work work) throws IOException {
        var outcome = new AtomicReference<Outcome>(new Outcome.Done(Duration.ZERO));
        work.premises().unbroken(() -> {}, () -> outcome.set(execute(plan, work)));
        return Objects.requireNonNull(outcome.get());
    }

    /** The same where a signal is seen to already. */
    static Outcome execute(Plan plan, Work work) throws IOException {
        // No disk is written, and no metadata device made.
        var machine = new Machine(
                work.mapper(),
                (sectors, content) -> {
                    throw new IOException("no memory device is made here");
                },
                BatchReader.sequential(),
                List.of());
        var executor = new Executor(machine, (step, undoing) -> {});
        List<DmName> suspended = plan.steps().stream()
                .filter(Step.Suspend.class::isInstance)
                .map(s -> ((Step.Suspend) s).name())
                .toList();
        Optional<Holds> holds = work.premises().holds();
        if (suspended.isEmpty() || holds.isEmpty()) {
            return executor.run(plan);
        }
        work.premises().stayInMemory();
        try (var hold = holds.get().take(suspended, work.mapper())) {
            Outcome outcome = executor.run(plan);
            hold.release();
            return outcome;
        }
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
                                d.held().toNanos(),
                                "steps",
                                fields(plan.steps())));
            case Outcome.BackedOut b -> backedOut(verb, b, reasons);
            case Outcome.Incomplete i -> incomplete(verb, plan, i, reasons);
        };
    }

    static Answer backedOut(String verb, Outcome.BackedOut backedOut, Reasons reasons) {
        return Deeds.failed(
                verb, shown(backedOut.failed()), cause(backedOut.failed(), backedOut.cause(), reasons), List.of());
    }

    private static String cause(Step failed, IOException cause, Reasons reasons) {
        return switch (failed) {
            case Step.Create s -> reasons.of(cause, s.name(), s.table());
            case Step.CreateHelper s -> reasons.of(cause, s.name(), s.table());
            case Step.Preload s -> reasons.of(cause, s.name(), s.table());
            default -> reasons.of(cause);
        };
    }

    /** The devices run, those after the failure with their new tables, and what should have come then is left. */
    static Answer incomplete(String verb, Plan plan, Outcome.Incomplete incomplete, Reasons reasons) {
        String cause = cause(incomplete.failed(), incomplete.cause(), reasons);
        List<Step> left = plan.steps().stream()
                .skip(plan.steps().indexOf(incomplete.failed()) + 1L)
                .filter(s -> !(s instanceof Step.Resume))
                .toList();
        List<String> problems = incomplete.problems().stream().map(reasons::of).toList();
        var lines = new ArrayList<String>();
        lines.add(verb + ": " + cause + " at: " + shown(incomplete.failed()));
        problems.forEach(p -> lines.add("  and: " + p));
        left.forEach(l -> lines.add("  not done: " + shown(l)));
        Map<String, Object> fields = Answer.fields(
                "outcome",
                "incomplete",
                "changed",
                true,
                "failed",
                shown(incomplete.failed()),
                "cause",
                cause,
                "problems",
                problems,
                "left",
                fields(left));
        return new Answer(Answer.Ending.INCOMPLETE, lines, fields);
    }
}
