package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.List;

/** {@code info}. */
final class Info implements Action {
    @Override
    public void run(Work work, List<String> words, boolean several) throws Failure, IOException {
        if (Action.meansAll(work, words)) {
            Action.all(work, device -> work.show(work.info(new Which.Named(device.name()))));
        } else {
            work.show(work.info(work.device(words)));
        }
    }
}
