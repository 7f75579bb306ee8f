package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code load}, which is also called {@code reload}. */
final class Load implements Action {
    @Override
    public void run(Work work, List<String> words, boolean several) throws Failure, IOException {
        if (work.has(Option.NO_TABLE)) {
            throw new Failure("--notable only available when creating new device.");
        }
        boolean named = !work.switches().nameDevice();
        if (named && words.isEmpty()) {
            throw new Failure("Please specify device.");
        }
        if (!named && words.size() > 1) {
            throw new Failure("Too many command line arguments.");
        }
        Which which = work.device(named ? words : List.of());
        Optional<String> file = words.stream().skip(named ? 1 : 0).findFirst();
        TableLines lines = TableInput.read(work, file);
        work.driver().order("reload", which, (m, name) -> lines.load(m, name, work.has(Option.READ_ONLY)));
        work.tell(which);
    }
}
