package org.dmkit.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the command line may say. Built by hand: reading annotations would double the time to start. */
final class Grammar {
    static final String VERSION = "--version";

    private Grammar() {}

    static CommandLine of(List<Command> commands) {
        CommandSpec top = CommandSpec.create().name("dmkit");
        Options.addTo(top, true);
        top.addOption(OptionSpec.builder("-V", VERSION)
                .type(boolean.class)
                .arity("0")
                .versionHelp(true)
                .description("Print the version.")
                .build());
        top.usageMessage()
                .description("Finds, maps and changes firmware RAID arrays.")
                .synopsisSubcommandLabel("COMMAND")
                .commandListHeading("%nCommands:%n")
                .optionListHeading("%nOptions:%n")
                .exitCodeListHeading("%nExit status:%n")
                .exitCodeList(exitCodes());
        for (Command command : commands) {
            top.addSubcommand(command.word(), spec(command));
        }
        // What begins with @ is a name like any other.
        return new CommandLine(top).setExpandAtFiles(false);
    }

    private static CommandSpec spec(Command command) {
        CommandSpec spec = CommandSpec.create().name(command.word());
        spec.usageMessage()
                .description(command.summary())
                .optionListHeading("%nOptions:%n")
                .parameterListHeading("%nParameters:%n");
        Options.addTo(spec, command.canTell());
        command.grammar(spec);
        return spec;
    }

    private static Map<String, String> exitCodes() {
        var list = new LinkedHashMap<String, String>();
        for (ExitCode code : ExitCode.all()) {
            list.put(Integer.toString(code.status()), code.meaning());
        }
        return list;
    }
}
