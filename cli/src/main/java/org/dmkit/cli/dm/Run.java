package org.dmkit.cli.dm;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.dmkit.dm.DmName;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Step;
import org.dmkit.raid.commit.Executor.Outcome;
import org.jspecify.annotations.Nullable;

/** {@code run FILE -- COMMAND}: devices that are there as long as a command runs. */
final class Run implements Change {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public String word() {
        return "run";
    }

    @Override
    public String summary() {
        return "Make devices, run a command, and take them away again; its exit status is dmkit's.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.required(BatchSource.LABEL, BatchSource.HELP)
                .rest("COMMAND", "Behind --: a program and its arguments. It gets a SIGTERM when dmkit is ended.");
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, IOException {
        Batch batch = BatchSource.read(words.at(0), work);
        Plan plan = batch.plan();
        for (Step step : plan.steps()) {
            if (!(step instanceof Step.Create)) {
                throw new Refusal("dm.run", "run makes devices and changes none: " + step, "dmkit dm apply");
            }
        }
        List<String> command = words.rest(1);
        if (work.dryRun()) {
            return planned(plan, command);
        }
        var run = new Course(plan, command, work);
        work.premises().unbroken(run::end, run::toItsEnd);
        return run.answer();
    }

    private static Answer planned(Plan plan, List<String> command) {
        List<Step> down = removals(plan);
        Answer steps = Running.planned(
                Stream.concat(plan.steps().stream(), down.stream()).toList());
        var lines = new ArrayList<String>(steps.lines());
        lines.add(plan.steps().size(), "     run " + String.join(" ", command));
        Map<String, Object> fields = steps.fields();
        fields.put("run", command);
        return Answer.of(lines, fields);
    }

    private static List<Step> removals(Plan plan) {
        return plan.steps().reversed().stream()
                .<Step>map(s -> new Step.Remove(((Step.Create) s).name()))
                .toList();
    }

    /** One run, which a signal may end from another thread. */
    private static final class Course {
        private final Plan plan;
        private final List<String> command;
        private final Work work;
        private final AtomicBoolean ended = new AtomicBoolean();
        private final AtomicReference<Premises.@Nullable Program> program = new AtomicReference<>();
        private final List<String> problems = new ArrayList<>();
        private @Nullable Answer failed;
        private int status;

        Course(Plan plan, List<String> command, Work work) {
            this.plan = plan;
            this.command = command;
            this.work = work;
        }

        /** The command ends, if it runs, or else does not begin. */
        void end() {
            ended.set(true);
            Premises.Program running = program.get();
            if (running != null) {
                running.end();
            }
        }

        void toItsEnd() throws IOException {
            switch (Running.execute(plan, work)) {
                case Outcome.Done d -> {
                    try {
                        runCommand();
                    } finally {
                        takeDown();
                    }
                }
                case Outcome.BackedOut b -> failed = Running.backedOut("run", b, work.reasons());
                case Outcome.Incomplete i -> failed = Running.incomplete("run", plan, i, work.reasons());
            }
        }

        private void runCommand() throws IOException {
            if (ended.get()) {
                return;
            }
            try {
                Premises.Program started = work.premises().start(command, work.json());
                program.set(started);
                if (ended.get()) {
                    started.end();
                }
                status = started.await();
            } catch (IOException e) {
                failed = Deeds.failed(
                        "run", "run " + command.getFirst(), work.reasons().of(e), List.of());
            }
        }

        /** All of them, whatever becomes of one: the next may go all the same. */
        private void takeDown() {
            for (Step step : removals(plan)) {
                DmName name = ((Step.Remove) step).name();
                try {
                    work.mapper().remove(name, PATIENCE);
                } catch (IOException e) {
                    problems.add(work.reasons().of(e));
                }
            }
        }

        Answer answer() {
            if (!problems.isEmpty()) {
                var lines = new ArrayList<String>();
                lines.add("run: the command has ended with status " + status + ", and is not all taken away:");
                problems.forEach(p -> lines.add("  " + p));
                return new Answer(
                        Answer.Ending.INCOMPLETE,
                        lines,
                        Answer.fields(
                                "outcome", "incomplete", "changed", true, "status", status, "problems", problems));
            }
            if (failed != null) {
                return failed;
            }
            return new Answer(
                    Answer.Ending.DONE,
                    List.of(),
                    Answer.fields("outcome", "done", "changed", false, "status", status),
                    OptionalInt.of(status));
        }
    }
}
