package org.dmkit.cli;

import java.io.IOException;
import java.util.ArrayList;
import org.dmkit.raid.model.RefusedException;

/** {@code dmkit recover}: what every command that changes something does first, and nothing else. */
final class RecoverCommand implements Command {
    @Override
    public String word() {
        return "recover";
    }

    @Override
    public String summary() {
        return "Bring an interrupted change to an end.";
    }

    @Override
    public boolean canTell() {
        return true;
    }

    @Override
    public Answer run(Invocation invocation) throws IOException, RefusedException {
        JournalFile.mustBeThere(invocation.options().journal());
        try (Session session = Session.toChange(invocation)) {
            var notices = new ArrayList<Notice>();
            boolean trial = invocation.options().dryRun();
            try {
                session.bringUpToDate(notices::add);
            } catch (IOException | RefusedException e) {
                // What was done before that stays done, and is told.
                notices.forEach(n -> invocation.console().complain(Narration.of(n, trial)));
                throw e;
            }
            var report = new RecoverReport(notices, trial, session.tried());
            return new Answer(report.code(), report);
        }
    }
}
