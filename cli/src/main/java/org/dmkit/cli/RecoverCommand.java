package org.dmkit.cli;

import java.io.IOException;
import org.dmkit.raid.RefusedException;

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
    public Answer run(Invocation invocation) throws IOException, RefusedException {
        Session.change(invocation).close();
        return new Answer(ExitCode.DONE, null);
    }
}
