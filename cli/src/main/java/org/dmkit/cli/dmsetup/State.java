package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.SuspendOption;

/** {@code suspend}, {@code resume}, {@code clear}, {@code wait}. */
record State(Command command) implements Action {
    @Override
    public void run(Work work, List<String> words, boolean several) throws Failure, IOException {
        if (command == Command.WAIT) {
            await(work, words);
            return;
        }
        Which which = work.device(words);
        switch (command) {
            case SUSPEND -> work.driver().order("suspend", which, (m, name) -> m.suspend(name, options(work)));
            case RESUME -> {
                DeviceInfo info = work.driver().ask("resume", which, (m, name) -> m.resume(name, options(work)));
                ReadAhead.set(work, info.number());
            }
            default -> work.driver().order("clear", which, (m, name) -> m.clear(name));
        }
        work.tell(which);
    }

    private static void await(Work work, List<String> words) throws Failure, IOException {
        boolean named = !work.switches().nameDevice();
        if (named && words.isEmpty()) {
            throw new Failure("No device specified.");
        }
        Which which = work.device(named ? words : List.of());
        List<String> rest = named ? words.subList(1, words.size()) : words;
        int event = rest.isEmpty() ? 0 : Numbers.leading(rest.getLast());
        work.driver().order("waitevent", which, (m, name) -> m.awaitEvent(name, event));
        work.tell(which);
    }

    static Set<SuspendOption> options(Work work) {
        Set<SuspendOption> options = EnumSet.noneOf(SuspendOption.class);
        if (work.has(Option.NO_FLUSH)) {
            options.add(SuspendOption.NO_FLUSH);
        }
        if (work.has(Option.NO_LOCK_FS)) {
            options.add(SuspendOption.SKIP_LOCK_FS);
        }
        return options;
    }
}
