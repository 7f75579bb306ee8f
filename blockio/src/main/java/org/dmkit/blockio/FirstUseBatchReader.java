package org.dmkit.blockio;

import java.io.IOException;
import java.util.List;
import org.dmkit.linux.KernelException;
import org.jspecify.annotations.Nullable;

/** Chooses when it is first used: a ring costs two mappings, and one read alone gains nothing from it. */
final class FirstUseBatchReader implements BatchReader {
    private final BatchReader sequential = new PreadBatchReader();
    private @Nullable BatchReader chosen;

    @Override
    public List<@Nullable IOException> read(List<Request> requests) {
        boolean gains = requests.stream()
                        .filter(r -> r.disk() instanceof KernelDisk)
                        .limit(2)
                        .count()
                > 1;
        return (gains ? chosen() : sequential).read(requests);
    }

    @Override
    public synchronized void close() {
        if (chosen != null) {
            chosen.close();
        }
    }

    private synchronized BatchReader chosen() {
        if (chosen == null) {
            try {
                chosen = IoUringBatchReader.open();
            } catch (KernelException e) {
                // ENOSYS, EPERM (io_uring_disabled, seccomp), ENOMEM (locked memory): pread always works.
                chosen = sequential;
            }
        }
        return chosen;
    }
}
