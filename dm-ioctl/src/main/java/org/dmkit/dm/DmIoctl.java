package org.dmkit.dm;

import java.util.concurrent.locks.ReentrantLock;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;

/**
 * How a request travels, whatever it is: version and sizes are filled in, the buffer is doubled until the answer fits, an
 * errno becomes an exception. Requests share one buffer, so they take turns; one that blocks has its own.
 */
final class DmIoctl implements AutoCloseable {
    private final int fd;
    private final ReentrantLock turn = new ReentrantLock();
    private final DmBuffer shared = new DmBuffer();

    /** @param fd /dev/mapper/control, closed with this */
    DmIoctl(int fd) {
        this.fd = fd;
    }

    /** Takes what it needs from the buffer, which the next request overwrites. */
    interface Reader<T> {
        T read(DmReply reply);
    }

    <T> T call(DmCall call, Reader<T> reader) throws KernelException {
        turn.lock();
        try {
            exchange(fd, call, shared);
            return reader.read(shared.reply());
        } finally {
            turn.unlock();
        }
    }

    /** As {@link #call}, with an own buffer: other requests aren't held up, and one may be under way. */
    <T> T callApart(DmCall call, Reader<T> reader) throws KernelException {
        try (var own = new DmBuffer()) {
            exchange(fd, call, own);
            return reader.read(own.reply());
        }
    }

    /** DM_DEV_ARM_POLL and nothing else, for a file descriptor of its own. */
    static void arm(int fd, DmBuffer buffer) throws KernelException {
        exchange(fd, DmCall.of(DmRequest.DM_DEV_ARM_POLL), buffer);
    }

    private static void exchange(int fd, DmCall call, DmBuffer buffer) throws KernelException {
        buffer.ensure(Math.addExact(DmLayout.HEADER, call.payload().bound()));
        while (true) {
            buffer.write(call);
            int result = Syscalls.ioctl(fd, call.request().number(), buffer.address());
            if (result == -Errno.EINTR) {
                continue;
            }
            if (result < 0) {
                throw new KernelException(call.request().name(), call.object(), -result);
            }
            if (!buffer.isFull()) {
                return;
            }
            buffer.ensure(Math.multiplyExact(2, buffer.capacity()));
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            Syscalls.close(fd);
            shared.close();
        } finally {
            turn.unlock();
        }
    }
}
