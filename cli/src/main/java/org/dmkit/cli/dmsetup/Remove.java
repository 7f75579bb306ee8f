package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** {@code remove}. */
final class Remove implements Action {
    /** 25 times with a fifth of a second between. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public void run(Work work, List<String> words, boolean several) throws Failure, IOException {
        if (work.has(Option.FORCE) && !words.isEmpty()) {
            try {
                Wipe.one(work, words);
            } catch (Failure e) {
                work.log().error(e);
            }
        }
        Which which = work.device(words);
        work.driver().order("remove", which, (m, name) -> {
            if (work.has(Option.DEFERRED)) {
                m.removeDeferred(name);
            } else {
                m.remove(name, work.has(Option.RETRY) ? PATIENCE : Duration.ZERO);
            }
        });
    }
}
