package org.dmkit.cli;

import java.io.IOException;
import java.util.Map;
import org.dmkit.cli.dmsetup.Dmsetup;
import org.dmkit.cli.dmsetup.Premises;
import picocli.CommandLine.Model.CommandSpec;

/** {@code dmkit dmsetup ARGS}: all that follows the word is dmsetup's, options too. */
final class DmsetupCommand implements Command {
    static final String WORD = "dmsetup";

    private final Map<String, String> environment;

    DmsetupCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public String summary() {
        return "Do what dmsetup does, with its options: see dmsetup(8).";
    }

    @Override
    public void grammar(CommandSpec spec) {
        Parameters.many(spec, "ARG", "As dmsetup takes them.");
    }

    @Override
    public Answer run(Invocation invocation) throws IOException {
        Console console = invocation.console();
        if (!invocation.options().disks().isEmpty()) {
            console.complain("--disks has no meaning for dmsetup, which works on mapped devices");
            return new Answer(ExitCode.USAGE, null);
        }
        Premises premises = invocation.workplaces().mapping(environment, console.style());
        int status = Dmsetup.run(Parameters.all(invocation), premises, ThisProcess.streams(console));
        return new Answer(status == 0 ? ExitCode.DONE : ExitCode.REFUSED, null);
    }
}
