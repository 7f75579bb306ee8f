package org.dmkit.dm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;
import org.dmkit.uapi.Constants;
import org.jspecify.annotations.Nullable;

/** The kernel counts events of all devices; the file is readable while its count is behind, arming brings it up to date. */
final class KernelEventPoll implements DeviceMapper.EventPoll {
    private final Arena arena = Arena.ofShared();
    private final DmBuffer buffer = new DmBuffer();
    private final MemorySegment pollfd = arena.allocate(Constants.pollfd$sizeof, Integer.BYTES);
    private final int fd;
    private final @Nullable DmTrace trace;

    /**
     * @param fd an own open /dev/mapper/control, closed with this
     * @param trace as {@link DmIoctl} has it
     */
    KernelEventPoll(int fd, @Nullable DmTrace trace) {
        this.fd = fd;
        this.trace = trace;
        pollfd.set(ValueLayout.JAVA_INT, Constants.pollfd$fd$offset, fd);
        pollfd.set(ValueLayout.JAVA_SHORT, Constants.pollfd$events$offset, (short) Constants.POLLIN);
    }

    @Override
    public boolean await(Duration timeout) throws KernelException {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            long left = Math.max(0, Duration.ofNanos(end - System.nanoTime()).toMillis());
            int ready = Syscalls.poll(pollfd.address(), 1, (int) Math.min(left, Integer.MAX_VALUE));
            if (ready > 0) {
                // Before the caller looks at the devices: what happens meanwhile wakes it once more.
                DmIoctl.arm(fd, buffer, trace);
                return true;
            }
            if (ready == 0) {
                return false;
            }
            if (ready != -Errno.EINTR) {
                throw new KernelException("poll", "device-mapper", -ready);
            }
        }
    }

    @Override
    public void close() {
        Syscalls.close(fd);
        buffer.close();
        arena.close();
    }
}
