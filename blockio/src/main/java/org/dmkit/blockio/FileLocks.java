package org.dmkit.blockio;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;

/** Waits for {@code flock} with an end: the blocking call has none. */
final class FileLocks {
    private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();

    private FileLocks() {}

    /** Alone. False if another holds it all the time. */
    static boolean acquire(int fd, String name, Duration patience) throws KernelException {
        return acquire(fd, name, Uapi.LOCK_EX, patience);
    }

    /** Together with others that share it. False if one holds it alone. */
    static boolean share(int fd, String name) throws KernelException {
        return acquire(fd, name, Uapi.LOCK_SH, Duration.ZERO);
    }

    private static boolean acquire(int fd, String name, int kind, Duration patience) throws KernelException {
        long start = System.nanoTime();
        while (true) {
            int result = Syscalls.flock(fd, kind | Uapi.LOCK_NB);
            if (result == 0) {
                return true;
            }
            if (result != -Errno.EAGAIN && result != -Errno.EINTR) {
                throw new KernelException("flock", name, -result);
            }
            if (System.nanoTime() - start >= patience.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
