package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.dmkit.cli.dm.Keys;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.StatusOption;
import org.dmkit.dm.DeviceMapper.TargetStatus;
import org.dmkit.linux.DeviceNumber;

/** {@code status}, {@code table}, and {@code ls}, which is much the same where targets are chosen. */
final class Look implements Action {
    /** Of the library that this stands in for. */
    static final String LIBRARY_VERSION = "1.02.185 (2022-05-18)";

    static final Set<StatusOption> TABLE = Set.of(StatusOption.TABLE);

    private final Command command;
    private final Concise concise = new Concise();

    Look(Command command) {
        this.command = command;
    }

    @Override
    public void run(Work work, List<String> words, boolean several) throws Failure, IOException {
        if (command == Command.LS && !work.has(Option.TARGET) && !work.has(Option.EXEC)) {
            list(work);
        } else if (Action.meansAll(work, words)) {
            Action.all(work, device -> show(work, new Which.Named(device.name()), true));
        } else {
            show(work, work.device(words), several);
        }
    }

    @Override
    public void end(Work work) {
        concise.end(work.log());
    }

    private static void list(Work work) throws Failure, IOException {
        if (work.has(Option.TREE)) {
            TreeStyle style = TreeStyle.of(work.switches(), work.premises());
            new TreeDrawing(work, style).draw(DeviceTree.read(work));
            return;
        }
        NameForm form = NameForm.of(work.switches());
        Action.all(work, device -> {
            DeviceNumber number = device.number();
            String name = form == NameForm.NUMBER
                    ? number.toString()
                    : work.blockName(number, form == NameForm.MAPPED).orElse(number.toString());
            work.log().print(work.shown(device.name()) + "\t(" + name + ")");
        });
    }

    private void show(Work work, Which which, boolean several) throws Failure, IOException {
        String task = command == Command.TABLE ? "table" : "status";
        List<TargetStatus> targets = command == Command.TABLE
                ? work.driver().ask(task, which, (m, name) -> m.lines(name, work.slot(), TABLE))
                : work.driver()
                        .askIfThere(task, which, (m, name) -> m.lines(name, work.slot(), options(work)))
                        .orElseThrow(() -> new Failure("Device does not exist."));
        DeviceInfo info = work.info(which);
        List<TargetStatus> chosen = chosen(work, targets);
        boolean empty = targets.isEmpty() && !work.has(Option.TARGET);
        if (chosen.isEmpty() && !empty) {
            return;
        }
        if (!work.has(Option.EXEC) || work.has(Option.VERBOSE)) {
            print(work, info, chosen, several);
        }
        if (work.has(Option.EXEC)) {
            execute(work, info);
        }
    }

    private static Set<StatusOption> options(Work work) {
        return work.has(Option.NO_FLUSH) ? EnumSet.noneOf(StatusOption.class) : EnumSet.of(StatusOption.FLUSH);
    }

    private static List<TargetStatus> chosen(Work work, List<TargetStatus> targets) {
        String type = work.switches().text(Option.TARGET).orElse("");
        return work.has(Option.TARGET)
                ? targets.stream().filter(t -> t.type().equals(type)).toList()
                : targets;
    }

    private void print(Work work, DeviceInfo info, List<TargetStatus> targets, boolean several)
            throws Failure, IOException {
        String name = work.shown(info.name());
        if (command == Command.LS) {
            work.log()
                    .print(name + "\t(" + info.number().major() + ", "
                            + info.number().minor() + ")");
            return;
        }
        boolean verbose = work.has(Option.VERBOSE);
        if (command == Command.TABLE && work.has(Option.CONCISE)) {
            concise.add(work, info, targets.stream().map(t -> text(work, t)).toList());
            return;
        }
        if (verbose) {
            work.show(info);
        }
        String prefix = several && !verbose ? name + ": " : "";
        if (targets.isEmpty()) {
            work.log().print(prefix);
        }
        targets.forEach(t -> work.log().print(prefix + text(work, t)));
        if (several && verbose) {
            work.log().print("");
        }
    }

    private String text(Work work, TargetStatus target) {
        String parameters = command == Command.TABLE && !work.has(Option.SHOW_KEYS)
                ? Keys.hidden(target.type(), target.text())
                : target.text();
        return target.start() + " " + target.length() + " " + target.type() + " " + parameters;
    }

    private static void execute(Work work, DeviceInfo info) throws Failure, IOException {
        work.premises().makeNode(info.name(), info.number());
        var command = new ArrayList<String>();
        for (String word : work.switches().text(Option.EXEC).orElse("").split("\\s+")) {
            if (!word.isEmpty()) {
                command.add(word);
            }
        }
        if (command.isEmpty()) {
            throw new Failure();
        }
        command.add("/dev/mapper/" + info.name().spelled());
        work.log().out().flush();
        work.premises().execute(command);
    }
}
