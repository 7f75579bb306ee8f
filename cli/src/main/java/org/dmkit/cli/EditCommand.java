package org.dmkit.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.GroupChange;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Planner;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code dmkit edit FILE}: what {@code show --json} prints, changed by hand, becomes true in one transaction. */
final class EditCommand implements Command {
    @Override
    public String word() {
        return "edit";
    }

    @Override
    public String summary() {
        return "Make true what a changed copy of show --json says.";
    }

    @Override
    public void grammar(CommandSpec spec) {
        Parameters.required(
                spec,
                0,
                "FILE",
                "What show --json printed, changed, see doc/json.md; - for standard input.",
                "Several sets, groups and formats are one transaction.");
        Parameters.flag(spec, Following.WAIT, Following.WAIT_HELP);
        ChangeCommand.force(spec);
    }

    @Override
    public boolean canTell() {
        return true;
    }

    @Override
    public Answer run(Invocation invocation) throws RefusedException, IOException {
        EditDocument document = EditReader.read(Parameters.first(invocation));
        try (Session session = Session.change(invocation)) {
            List<GroupChange> changes = changes(session, document);
            if (changes.isEmpty()) {
                return invocation.options().dryRun()
                        ? Answer.done(new PlanReport(new Plan(List.of())))
                        : ChangeReport.answer(word(), new Executor.Outcome.Done(Duration.ZERO), "nothing to change");
            }
            Transition transition = session.controller().prepare(changes, ChangeCommand.consent(invocation));
            Plan plan = Planner.plan(transition);
            if (invocation.options().dryRun()) {
                return Answer.done(new PlanReport(plan));
            }
            Executor.Outcome outcome = session.controller().run(transition);
            var report = new ChangeReport(word(), outcome, plan.isEmpty() ? "nothing was changed" : "");
            boolean done = outcome instanceof Executor.Outcome.Done;
            var edited = new Edited(report, done ? transition.made() : List.of());
            Answer answer = new Answer(report.code(), edited);
            return done && Parameters.has(invocation, Following.WAIT)
                    ? followed(session, invocation, transition, answer)
                    : answer;
        }
    }

    private static List<GroupChange> changes(Session session, EditDocument document)
            throws RefusedException, IOException {
        var controller = session.controller();
        var machine = new EditedMachine(
                controller,
                new EditedDisks(session.selection()),
                Kernel.running(controller.scan().groups(), controller.machine().deviceMapper()));
        List<GroupChange> changes = machine.changes(document, new SecureRandom(), Instant.now());
        if (changes.stream().flatMap(c -> c.change().parts()).anyMatch(Change.Create.class::isInstance)) {
            session.mustMap();
        }
        return changes;
    }

    /** One set after the other: the kernel goes on with all of them. */
    private static Answer followed(Session session, Invocation invocation, Transition transition, Answer done)
            throws RefusedException {
        Answer answer = done;
        for (Transition.Part part : transition.parts()) {
            for (RaidSet set : part.t1().sets()) {
                if (answer.code() == ExitCode.DONE && isMoving(set)) {
                    answer = new Following(session, invocation).toTheEnd(set, answer);
                }
            }
        }
        return answer;
    }

    private static boolean isMoving(RaidSet set) {
        return set.resync() == RaidSet.Resync.RESYNCING
                || set.members().anyMatch(m -> m.state() == Component.State.REBUILDING);
    }

    private record Edited(ChangeReport report, List<RaidSet> made) implements Report {
        @Override
        public void print(PrintWriter out, Style style) {
            report.print(out, style);
            made.forEach(s -> out.println("  " + s.name() + " is there"));
        }

        @Override
        public void write(Json json) {
            report.write(json);
            json.strings("made", made.stream().map(RaidSet::name).toList());
        }
    }
}
