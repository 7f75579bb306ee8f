package org.dmkit.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code dmkit seal}: the end of a shutdown for what can't be stopped, because root is on it. Without it such a set would be dirty at
 * each boot, and a dirty RAID 5 that then misses a disk is refused.
 */
final class SealCommand implements Command {
    @Override
    public String word() {
        return "seal";
    }

    @Override
    public String summary() {
        return "Make sets that are only read read-only, and mark them clean.";
    }

    @Override
    public void grammar(CommandSpec spec) {
        Selection.grammar(spec, "All sets that run.");
    }

    @Override
    public boolean canTell() {
        return true;
    }

    @Override
    public Answer run(Invocation invocation) throws RefusedException, IOException {
        try (Session session = Session.change(invocation)) {
            Set<DeviceNumber> onlyRead = session.workplace().shortLived().isPresent() ? Set.of() : Mounts.readOnly();
            var results = new ArrayList<SetResult>();
            var plans = new ArrayList<Plan>();
            for (Selection.Chosen chosen : session.selection().named(invocation)) {
                results.add(attempt(invocation, session, chosen, onlyRead, plans));
            }
            var report = new ActivateReport(
                    word(), results, plans, invocation.options().dryRun());
            report.complaints().forEach(invocation.console()::complain);
            return new Answer(report.code(), report);
        }
    }

    private static SetResult attempt(
            Invocation invocation,
            Session session,
            Selection.Chosen chosen,
            Set<DeviceNumber> onlyRead,
            List<Plan> plans) {
        RaidSet set = chosen.set();
        Set<String> name = Set.of(set.name());
        try {
            Group group = session.group(chosen.group().name());
            if (!session.running(group).contains(set.name())) {
                return new SetResult.Good(set.name(), SetResult.State.ALREADY_STOPPED);
            }
            Plan plan = session.controller().prepareSeal(group, name, onlyRead);
            plans.add(plan);
            return invocation.options().dryRun()
                    ? new SetResult.Good(set.name(), SetResult.State.PLANNED)
                    : SetResult.of(set.name(), session.controller().seal(group, name, plan), SetResult.State.SEALED);
        } catch (RefusedException e) {
            return new SetResult.Refused(set.name(), e.findings());
        } catch (IOException e) {
            // One set whose disk does not answer must not keep the others from it.
            return new SetResult.Failed(set.name(), ExitCode.REFUSED, Application.explain(e));
        }
    }
}
