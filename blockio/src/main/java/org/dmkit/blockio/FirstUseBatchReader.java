package org.dmkit.blockio;

import java.io.IOException;
import java.util.List;
import org.dmkit.linux.KernelException;
import org.jspecify.annotations.Nullable;

/** Chooses when it is first used: a ring costs two mappings, and one read alone gains nothing from it. */
final class FirstUseBatchReader implements BatchReader {
    private final BatchReader sequential = new PreadBatchReader();
    private final BatchReader threads = new ThreadBatchReader();
    private @Nullable BatchReader chosen;

    @Override
    public List<@Nullable IOException> read(List<Request> requests) {
        return readerFor(requests).read(requests);
    }

    private BatchReader readerFor(List<Request> requests) {
        int kernel = 0;
        @Nullable Disk channel = null;
        for (Request request : requests) {
            Disk disk = request.disk();
            if (disk instanceof KernelDisk && ++kernel > 1) {
                return chosen();
            }
            if (disk instanceof ChannelDisk && channel != null && !channel.equals(disk)) {
                return threads;
            }
            channel = disk instanceof ChannelDisk ? disk : channel;
        }
        return sequential;
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
