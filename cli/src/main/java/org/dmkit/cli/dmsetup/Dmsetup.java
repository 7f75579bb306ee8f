package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dmkit.cli.program.Streams;
import org.dmkit.dm.UdevPolicy;
import org.jspecify.annotations.Nullable;

/** The {@code dmsetup} command. */
public final class Dmsetup {
    private static final String PROGRAM = "dmsetup";
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final String MISREAD = "Couldn't process command line.";

    private final Premises premises;
    private final Log log;
    private final Streams streams;

    private Dmsetup(Premises premises, Streams streams) {
        this.premises = premises;
        this.streams = streams;
        this.log = new Log(streams);
    }

    /** Runs a command line; its exit status. */
    public static int run(List<String> words, Premises premises, Streams streams) throws IOException {
        return new Dmsetup(premises, streams).run(words);
    }

    private int run(List<String> words) throws IOException {
        Mangling usual = Mangling.of(premises.environment("DM_DEFAULT_NAME_MANGLING_MODE"))
                .orElse(Mangling.AUTO);
        Switches switches;
        try {
            switches = Switches.parse(PROGRAM, words, usual);
        } catch (Failure e) {
            log.error(e);
            log.error(MISREAD);
            return FAILED;
        }
        if (switches.has(Option.HELP) || switches.has(Option.VERSION)) {
            Command command = switches.has(Option.HELP) ? Command.HELP : Command.VERSION;
            perform(command, switches, List.of(), UdevPolicy.WAIT, null);
            return DONE;
        }
        List<String> operands = switches.operands();
        if (operands.isEmpty()) {
            Usage.print(log);
            return FAILED;
        }
        Optional<Command> command = Command.of(operands.getFirst());
        List<String> rest = operands.subList(1, operands.size());
        if (command.isEmpty() || !command.get().takes(rest)) {
            log.error(command.isEmpty() ? "Unknown command." : "Incorrect number of arguments.");
            Usage.print(log);
            return FAILED;
        }
        return run(command.get(), switches, rest);
    }

    private int run(Command command, Switches given, List<String> words) throws IOException {
        Switches switches = command == Command.SPLIT_NAME ? given.with(Option.COLUMNS) : given;
        if (command == Command.MANGLE) {
            switches = new Switches(switches.counts(), switches.texts(), Mangling.NONE, switches.operands());
        }
        Command shown = command;
        if (switches.has(Option.SELECT) && command.repeat() == Command.Repeat.SELECTED) {
            shown = Command.INFO;
        }
        boolean columns = switches.has(Option.COLUMNS) || shown != command;
        Report report = null;
        try {
            if (switches.has(Option.TREE)) {
                TreeStyle.of(switches, premises);
            } else if (!switches.has(Option.COLUMNS)) {
                NameForm.of(switches);
            }
        } catch (Failure e) {
            log.error(e);
            log.error(MISREAD);
            return FAILED;
        }
        UdevPolicy policy = policy(switches);
        if (columns) {
            try {
                report = Report.of(command, switches, log);
            } catch (Failure e) {
                log.error(e);
                return FAILED;
            }
        }
        if (report != null && shown != command) {
            report.runFor(command);
        }
        int rounds = rounds(switches);
        for (int round = 1; ; round++) {
            if (!perform(shown, switches, words, policy, report)) {
                return FAILED;
            }
            if (round == rounds) {
                return DONE;
            }
            log.print("");
            pause(switches);
        }
    }

    /** How often a report is made; 0: for ever. */
    private static int rounds(Switches switches) {
        if (!switches.has(Option.COUNT) && !switches.has(Option.INTERVAL)) {
            return 1;
        }
        boolean help = switches.text(Option.OPTIONS).orElse("").contains("help");
        return help ? 1 : switches.number(Option.COUNT);
    }

    private static void pause(Switches switches) throws IOException {
        try {
            Thread.sleep(1000L * (switches.has(Option.INTERVAL) ? switches.number(Option.INTERVAL) : 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Whether it succeeded, with all devices. */
    private boolean perform(
            Command command, Switches switches, List<String> words, UdevPolicy policy, @Nullable Report report)
            throws IOException {
        boolean repeated = command.repeat() != Command.Repeat.ONCE;
        boolean several = repeated && words.size() != 1 && (!words.isEmpty() || !switches.nameDevice());
        boolean done = true;
        try (var driver = new Driver(premises, policy)) {
            var work = new Work(switches, premises, driver, log, report, streams.in());
            if (report != null) {
                report.prepare(work);
            }
            Action action = command.action();
            int at = 0;
            try {
                do {
                    action.run(work, words.subList(at, words.size()), several);
                    at++;
                } while (repeated && at < words.size());
            } finally {
                action.end(work);
            }
        } catch (Failure e) {
            log.error(e);
            log.error("Command failed.");
            done = false;
        }
        if (report != null) {
            report.print(log);
        }
        log.out().flush();
        return done;
    }

    /** What the options, or the environment, say of udev. */
    private UdevPolicy policy(Switches switches) {
        boolean disabled = !premises.environment("DM_DISABLE_UDEV").isEmpty();
        OptionalInt cookie = cookie(switches.text(Option.UDEV_COOKIE).orElse(""));
        if (cookie.isEmpty()) {
            cookie = cookie(premises.environment("DM_UDEV_COOKIE"));
        }
        boolean rules = !disabled && !switches.has(Option.NO_UDEV_RULES);
        if (disabled || switches.has(Option.NO_UDEV_SYNC)) {
            return new UdevPolicy(new UdevPolicy.Wait.Never(), rules);
        }
        return new UdevPolicy(
                cookie.isPresent() ? new UdevPolicy.Wait.Later(cookie.getAsInt()) : new UdevPolicy.Wait.Each(), rules);
    }

    private OptionalInt cookie(String text) {
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        OptionalInt cookie = Numbers.cookie(text);
        if (cookie.isEmpty()) {
            log.error(Cookies.INCORRECT);
        }
        return cookie;
    }
}
