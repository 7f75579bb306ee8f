package org.dmkit.blockio;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;

/** Waits for {@code flock(LOCK_EX)} with an end: the blocking call has none. */
final class FileLocks {
    private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();

    private FileLocks() {}

    /** @throws KernelException EAGAIN if another holds it all the time */
    static void acquire(int fd, String name, Duration patience) throws KernelException {
        long start = System.nanoTime();
        while (true) {
            int result = Syscalls.flock(fd, Uapi.LOCK_EX | Uapi.LOCK_NB);
            if (result == 0) {
                return;
            }
            boolean again = result == -Errno.EAGAIN || result == -Errno.EINTR;
            if (!again || System.nanoTime() - start >= patience.toNanos()) {
                throw new KernelException("flock", name, -result);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
