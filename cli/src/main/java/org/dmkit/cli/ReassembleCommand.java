package org.dmkit.cli;

import java.io.IOException;
import org.dmkit.raid.change.Planner;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.model.RefusedException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code dmkit reassemble SET}: members whose loss at one blow made a set fail, once they are attached again. */
final class ReassembleCommand implements Command {
    @Override
    public String word() {
        return "reassemble";
    }

    @Override
    public String summary() {
        return "Take back members that a set has lost all at once.";
    }

    @Override
    public void grammar(CommandSpec spec) {
        ChangeCommand.set(spec);
    }

    @Override
    public boolean canTell() {
        return true;
    }

    @Override
    public Answer run(Invocation invocation) throws RefusedException, IOException {
        try (Session session = Session.change(invocation)) {
            Selection.Chosen chosen = session.selection().set(Parameters.first(invocation));
            Transition transition = session.controller()
                    .prepareReassembly(chosen.group(), chosen.set().name());
            if (invocation.options().dryRun()) {
                return Answer.done(new PlanReport(Planner.plan(transition)));
            }
            Answer answer = ChangeReport.answer(word(), session.controller().run(transition), "");
            if (answer.code() == ExitCode.DONE) {
                invocation
                        .console()
                        .complain(
                                "what was written between the first loss and the last may be missing: check what is on it");
            }
            return answer;
        }
    }
}
