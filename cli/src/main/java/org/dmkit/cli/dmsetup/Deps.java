package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.List;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.linux.DeviceNumber;

/** {@code deps}: what devices stand on. */
final class Deps implements Action {
    @Override
    public void run(Work work, List<String> words, boolean several) throws Failure, IOException {
        if (Action.meansAll(work, words)) {
            Action.all(work, device -> show(work, new Which.Named(device.name()), true));
        } else {
            show(work, work.device(words), several);
        }
    }

    private static void show(Work work, Which which, boolean several) throws Failure, IOException {
        List<DeviceNumber> numbers = work.driver().ask("deps", which, (m, name) -> m.dependencies(name, work.slot()));
        DeviceInfo info = work.info(which);
        boolean verbose = work.has(Option.VERBOSE);
        if (verbose) {
            work.show(info);
        }
        NameForm form = NameForm.of(work.switches());
        var line = new StringBuilder(several && !verbose ? work.shown(info.name()) + ": " : "");
        line.append(numbers.size()).append(" dependencies\t:");
        for (DeviceNumber number : numbers) {
            String plain = number.major() + ", " + number.minor();
            line.append(" (")
                    .append(
                            form == NameForm.NUMBER
                                    ? plain
                                    : work.blockName(number, form == NameForm.MAPPED)
                                            .orElse(plain))
                    .append(')');
        }
        work.log().print(line.toString());
        if (several && verbose) {
            work.log().print("");
        }
    }
}
