package org.dmkit.dm;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * How a request travels, whatever it is: version and sizes are filled in, the buffer is doubled until the answer fits, an
 * errno becomes an exception, with the reason that the kernel's log has. Requests share one buffer, so they take turns; one that blocks has its own.
 */
final class DmIoctl implements AutoCloseable {
    private final int fd;
    private final @Nullable DmTrace trace;
    private final ReentrantLock turn = new ReentrantLock();
    private final DmBuffer shared = new DmBuffer();
    private final Supplier<KernelLog> logs;
    private @Nullable KernelLog log;

    /**
     * @param fd /dev/mapper/control, closed with this
     * @param trace hears of each request; null if nobody does
     * @param logs opens the kernel's log, when it may have to explain something; closed with this
     */
    DmIoctl(int fd, @Nullable DmTrace trace, Supplier<KernelLog> logs) {
        this.fd = fd;
        this.trace = trace;
        this.logs = logs;
    }

    /** Takes what it needs from the buffer, which the next request overwrites. */
    interface Reader<T> {
        T read(DmReply reply);
    }

    <T> T call(DmCall call, Reader<T> reader) throws KernelException {
        turn.lock();
        try {
            exchange(fd, call, shared, trace, call.request().changes() ? logFromNow() : KernelLog.SILENT);
            return reader.read(shared.reply());
        } finally {
            turn.unlock();
        }
    }

    /** As {@link #call}, with an own buffer: other requests aren't held up, and one may be under way. */
    <T> T callApart(DmCall call, Reader<T> reader) throws KernelException {
        try (var own = new DmBuffer()) {
            exchange(fd, call, own, trace, KernelLog.SILENT);
            return reader.read(own.reply());
        }
    }

    /** DM_DEV_ARM_POLL and nothing else, for a file descriptor of its own. */
    static void arm(int fd, DmBuffer buffer, @Nullable DmTrace trace) throws KernelException {
        exchange(fd, DmCall.of(DmRequest.DM_DEV_ARM_POLL), buffer, trace, KernelLog.SILENT);
    }

    /** One system call if it is open, so that a request that succeeds does not pay for those that fail. */
    private KernelLog logFromNow() {
        KernelLog opened = log;
        if (opened == null) {
            opened = logs.get();
            log = opened;
        } else {
            opened.skip();
        }
        return opened;
    }

    private static void exchange(int fd, DmCall call, DmBuffer buffer, @Nullable DmTrace trace, KernelLog log)
            throws KernelException {
        buffer.ensure(Math.addExact(DmLayout.HEADER, call.payload().bound()));
        while (true) {
            buffer.write(call);
            int result = trace == null ? ioctl(fd, call, buffer) : traced(fd, call, buffer, trace);
            if (result == -Errno.EINTR) {
                continue;
            }
            if (result < 0) {
                String head = call.head(buffer.reply().version());
                throw new KernelException(call.request().name(), call.object(), -result, head, reason(log.lines()));
            }
            if (!buffer.isFull()) {
                return;
            }
            buffer.ensure(Math.multiplyExact(2, buffer.capacity()));
        }
    }

    private static int ioctl(int fd, DmCall call, DmBuffer buffer) {
        return Syscalls.ioctl(fd, call.request().number(), buffer.address());
    }

    private static int traced(int fd, DmCall call, DmBuffer buffer, DmTrace trace) {
        long start = System.nanoTime();
        int result = ioctl(fd, call, buffer);
        long end = System.nanoTime();
        trace.asked(new DmTrace.Asked(
                call.request().name(),
                NameMangling.unmangle(call.name()),
                DmFlags.names(call.flags()),
                Math.max(0, -result),
                end - start));
        return result;
    }

    /** Of a machine that does other things, too, what the device-mapper and md have said. */
    static List<String> reason(List<String> lines) {
        return lines.stream()
                .filter(l -> l.startsWith("device-mapper") || l.startsWith("md"))
                .distinct()
                .toList();
    }

    @Override
    public void close() {
        turn.lock();
        try {
            Syscalls.close(fd);
            if (log != null) {
                log.close();
            }
            shared.close();
        } finally {
            turn.unlock();
        }
    }
}
