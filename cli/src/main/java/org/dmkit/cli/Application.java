package org.dmkit.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.function.Consumer;
import org.dmkit.cli.document.MisreadException;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.simulation.PowerCut;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Understands a command line, runs its command and tells how it went. */
final class Application {
    private final List<Command> commands;
    private final String version;
    private final Workplaces workplaces;

    Application(List<Command> commands, String version) {
        this(commands, version, Workplace::open);
    }

    Application(List<Command> commands, String version, Workplaces workplaces) {
        this.commands = List.copyOf(commands);
        this.version = version;
        this.workplaces = workplaces;
    }

    ExitCode run(String[] args, Console console) {
        if (args.length == 1 && Grammar.VERSION.equals(args[0])) {
            // Before any grammar is made, which takes longer than the answer.
            return tellVersion(console);
        }
        CommandLine grammar = Grammar.of(spoken(args));
        try {
            return dispatch(grammar.parseArgs(Fence.around(args)), console);
        } catch (ParameterException e) {
            console.complain(explain(e));
            return ExitCode.USAGE;
        }
    }

    /** The command that a line begins with, else all: the grammars of the others would double the time to start. */
    private List<Command> spoken(String[] args) {
        for (Command command : commands) {
            if (args.length > 0 && command.word().equals(args[0])) {
                return List.of(command);
            }
        }
        return commands;
    }

    private ExitCode tellVersion(Console console) {
        console.out().println("dmkit " + version);
        return ExitCode.DONE;
    }

    private ExitCode dispatch(ParseResult top, Console console) {
        ParseResult last = top.hasSubcommand() ? top.subcommand() : top;
        if (top.isVersionHelpRequested()) {
            return tellVersion(console);
        }
        if (top.isUsageHelpRequested() || last.isUsageHelpRequested()) {
            last.commandSpec().commandLine().usage(console.out(), ansi(console.style()));
            return ExitCode.DONE;
        }
        if (!top.hasSubcommand()) {
            top.commandSpec().commandLine().usage(console.err(), Ansi.OFF);
            return ExitCode.USAGE;
        }
        String name = last.commandSpec().name();
        Command command =
                commands.stream().filter(c -> c.word().equals(name)).findFirst().orElseThrow();
        Options options = Options.of(top, last);
        if (options.dryRun() && !command.canTell()) {
            console.complain("--dry-run has no meaning for " + name + "; nothing was done (try 'dmkit --help')");
            return ExitCode.USAGE;
        }
        return run(command, new Invocation(last, options, console, workplaces));
    }

    private static ExitCode run(Command command, Invocation invocation) {
        Console console = invocation.console();
        try {
            Answer answer = command.run(invocation);
            Report report = answer.report();
            if (report != null && invocation.options().json()) {
                Json.write(console.out(), command.word(), report::write);
            } else if (report != null) {
                report.print(console.out(), console.style());
            }
            return answer.code();
        } catch (RefusedException e) {
            answerInJson(
                    command,
                    invocation,
                    json -> Narration.writeRefusal(e.findings().getFirst(), json));
            return complain(e, Narration.of(e), ExitCode.REFUSED, invocation);
        } catch (MisreadException e) {
            answerInJson(
                    command,
                    invocation,
                    json -> json.field("outcome", "refused")
                            .field("code", "cli.misread")
                            .field("message", e.getMessage())
                            .field("remedy", ""));
            return complain(e, String.valueOf(e.getMessage()), ExitCode.USAGE, invocation);
        } catch (IOException e) {
            answerInJson(
                    command, invocation, json -> json.field("outcome", "failed").field("message", explain(e)));
            return complain(e, explain(e), ExitCode.REFUSED, invocation);
        } catch (PowerCut e) {
            // A machine without power says nothing more.
            throw e;
        } catch (RuntimeException e) {
            return complain(e, "a mistake in dmkit: " + e, ExitCode.BUG, invocation);
        }
    }

    /** Who asked for JSON gets a document in any case. */
    private static void answerInJson(Command command, Invocation invocation, Consumer<Json> fields) {
        if (!invocation.options().json()) {
            return;
        }
        PrintWriter out = invocation.console().out();
        if (command.manyDocuments()) {
            Json.line(out, command.word(), fields);
        } else {
            Json.write(out, command.word(), fields);
        }
    }

    private static ExitCode complain(Exception e, String message, ExitCode code, Invocation invocation) {
        invocation.console().complain(message);
        if (invocation.options().verbose()) {
            e.printStackTrace(invocation.console().err());
        }
        return code;
    }

    private static String explain(ParameterException e) {
        String message = e.getMessage();
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            message += "; did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
        }
        return message + " (try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help')";
    }

    /** Files say only their names in some exceptions of the JDK. */
    static String explain(Exception e) {
        String message = e.getMessage();
        return switch (e) {
            case NoSuchFileException x -> message + ": no such file";
            case FileAlreadyExistsException x -> message + ": exists already";
            case AccessDeniedException x -> message + ": permission denied";
            case FileNotFoundException x -> String.valueOf(message);
            default -> message == null || message.isEmpty() ? e.toString() : message;
        };
    }

    private static Ansi ansi(Style style) {
        return style.colour() ? Ansi.ON : Ansi.OFF;
    }
}
