package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DmName;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/** {@code remove}. */
final class Remove implements Action {
    /** As often as the library asks, with this between; each refusal is told. */
    private static final int TRIES = 25;

    private static final Duration PAUSE = Duration.ofMillis(200);

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
                remove(work, which, m, name);
            }
        });
    }

    private static void remove(Work work, Which which, DeviceMapper mapper, DmName name) throws IOException {
        for (int left = work.has(Option.RETRY) ? TRIES - 1 : 0; left > 0; left--) {
            try {
                mapper.remove(name);
                return;
            } catch (KernelException e) {
                if (e.errno() != Errno.EBUSY) {
                    throw e;
                }
                work.log().error(Driver.failure("remove", which, e));
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
        mapper.remove(name);
    }
}
