package org.dmkit.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.linux.TerminalSize;
import org.dmkit.raid.format.Formats;

/** Where the process starts and ends: the only class that knows the real streams, the environment and the exit status. */
final class Main {
    private Main() {}

    public static void main(String[] args) {
        ExitCode code = run(args);
        // System.exit asks for a logger first, which takes as long as many a command. No hook is left at this point.
        Runtime.getRuntime().halt(code.status());
    }

    /** One command line on this machine. */
    static ExitCode run(String[] args) {
        return run(args, Workplace::open);
    }

    /** One command line, from its words to what it prints. */
    static ExitCode run(String[] args, Workplaces workplaces) {
        var out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false, System.out.charset());
        var err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, System.err.charset());
        ExitCode code = new Application(commands(), version(), workplaces)
                .run(args, new Console(out, err, style(), Boolean.getBoolean("dmkit.terminal")));
        // A full disk, or a reader that has gone: an answer that did not arrive is none.
        if (out.checkError() && code == ExitCode.DONE) {
            err.println("dmkit: standard output: could not be written");
            code = ExitCode.REFUSED;
        }
        err.flush();
        return code;
    }

    /** All of them, in the order of the help. */
    static List<Command> commands() {
        var commands = new ArrayList<Command>();
        commands.add(new ScanCommand());
        commands.add(new ShowCommand());
        commands.add(new TableCommand());
        commands.addAll(List.of(ActivateCommand.values()));
        commands.add(new CreateCommand());
        commands.addAll(List.of(ChangeCommand.values()));
        commands.add(new EditCommand());
        commands.add(new WipeCommand());
        commands.add(new RestoreCommand());
        commands.add(new RebuildCommand());
        commands.add(new ReassembleCommand());
        commands.add(new SealCommand());
        commands.add(new MonitorCommand());
        commands.add(new RecoverCommand());
        commands.add(new CaptureCommand());
        commands.add(new FormatsCommand(Formats::all));
        commands.add(new DemoCommand(commands));
        commands.add(new DmCommand());
        commands.add(new DmraidCommand());
        commands.add(new DmsetupCommand(System.getenv()));
        return commands;
    }

    private static String version() {
        return Main.class.getModule().getDescriptor().rawVersion().orElse("unknown");
    }

    /** The launcher knows whether standard output is a terminal; asking from here would load a console implementation. */
    private static Style style() {
        boolean terminal = Boolean.getBoolean("dmkit.terminal");
        String noColour = System.getenv("NO_COLOR");
        boolean colour = terminal && (noColour == null || noColour.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
        return new Style(System.out.charset().equals(StandardCharsets.UTF_8), colour, () -> columns(terminal));
    }

    /** As the user says, else the terminal: the one where progress is drawn, or else that of answers. */
    private static int columns(boolean terminal) {
        String said = System.getenv("COLUMNS");
        if (said != null && said.matches("[1-9][0-9]{0,4}")) {
            return Integer.parseInt(said);
        }
        return terminal
                ? TerminalSize.columns(2)
                        .orElseGet(() -> TerminalSize.columns(1).orElse(80))
                : Integer.MAX_VALUE;
    }
}
