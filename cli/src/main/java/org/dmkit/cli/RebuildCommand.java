package org.dmkit.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Planner;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code dmkit rebuild SET [DISK]}: a disk, or a spare, into the slot of a lost member; {@code --wait} follows what runs. */
final class RebuildCommand implements Command {
    @Override
    public String word() {
        return "rebuild";
    }

    @Override
    public String summary() {
        return "Rebuild a lost member on a disk or a spare.";
    }

    @Override
    public void grammar(CommandSpec spec) {
        ChangeCommand.set(spec);
        Parameters.optional(spec, 1, "DISK", "The disk to rebuild on; else a spare.");
        Parameters.flag(spec, Following.WAIT, Following.WAIT_HELP);
        ChangeCommand.force(spec);
    }

    @Override
    public boolean canTell() {
        return true;
    }

    @Override
    public Answer run(Invocation invocation) throws RefusedException, IOException {
        try (Session session = Session.change(invocation)) {
            Selection.Chosen chosen = session.selection().set(Parameters.first(invocation));
            Optional<Component.Missing> lost = lost(chosen);
            boolean wait = Parameters.has(invocation, Following.WAIT);
            if (lost.isPresent()) {
                Transition transition = transition(invocation, session, chosen, lost.get());
                if (invocation.options().dryRun()) {
                    return Answer.done(new PlanReport(Planner.plan(transition)));
                }
                Answer begun =
                        ChangeReport.answer("rebuild", session.controller().run(transition), "");
                return wait && begun.code() == ExitCode.DONE
                        ? new Following(session, invocation).toTheEnd(chosen.set(), begun)
                        : begun;
            }
            boolean moving = Following.isMoving(chosen.group());
            if (!moving && !(wait && isWhole(invocation, session, chosen))) {
                throw RefusedException.because(
                        "cli.nothing-to-rebuild", chosen.set().name() + " has lost no member", "a lost member", "");
            }
            if (invocation.options().dryRun()) {
                return Answer.done(new PlanReport(new Plan(List.of())));
            }
            if (!moving || !wait) {
                return nothingToDo(moving ? "under way already" : "all members are in sync already");
            }
            Answer answer = new Following(session, invocation).toTheEnd(chosen.set(), nothingToDo("not at its end"));
            return answer.code() == ExitCode.DONE ? nothingToDo("") : answer;
        }
    }

    private static Answer nothingToDo(String why) {
        return ChangeReport.answer("rebuild", new Executor.Outcome.Done(Duration.ZERO), why);
    }

    /** Whether what was asked for has come to its end already, maybe a moment ago. */
    private static boolean isWhole(Invocation invocation, Session session, Selection.Chosen chosen)
            throws RefusedException, IOException {
        String disk = Parameters.at(invocation, 1);
        return chosen.set().health() == RaidSet.Health.COMPLETE
                && (disk.isEmpty()
                        || chosen.set().member(session.selection().disk(disk)).isPresent());
    }

    private static Optional<Component.Missing> lost(Selection.Chosen chosen) {
        return chosen.group().sets().stream()
                .filter(RaidSet::redundant)
                .flatMap(RaidSet::leaves)
                .filter(Component.Missing.class::isInstance)
                .map(Component.Missing.class::cast)
                .findFirst();
    }

    private static Transition transition(
            Invocation invocation, Session session, Selection.Chosen chosen, Component.Missing lost)
            throws RefusedException, IOException {
        var name = new MemberName.OfLabel(lost.label());
        if (!Parameters.at(invocation, 1).isEmpty()) {
            DiskInfo disk = ChangeCommand.newDisk(invocation, session, chosen.group(), 1);
            return session.controller()
                    .prepare(chosen.group(), new Change.Replace(name, disk), ChangeCommand.consent(invocation));
        }
        List<DiskInfo> spares = session.controller().spares(chosen.group());
        for (DiskInfo spare : spares) {
            if (spare.sectors() >= lost.extent().end()) {
                return session.controller().prepare(chosen.group(), new Change.Replace(name, spare));
            }
        }
        throw RefusedException.because(
                "cli.no-spare",
                spares.isEmpty() ? "there is no spare" : "no spare is large enough",
                "a spare, or a disk named",
                "dmkit rebuild " + chosen.set().name() + " DISK");
    }
}
