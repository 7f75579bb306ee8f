package org.dmkit.dm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.linux.Errno;
import org.dmkit.linux.Syscalls;
import org.dmkit.uapi.Constants;

/**
 * What the kernel has written into its log since some moment: the device-mapper tells there, and nowhere else, why it refuses a
 * table. Silent where /dev/kmsg may not be read. Not thread-safe.
 */
final class KernelLog implements AutoCloseable {
    private static final String PATH = "/dev/kmsg";

    /** A record has at most 8 KiB (PRINTK_MESSAGE_MAX of kernel/printk). */
    private static final int MOST = 8192;

    /** Says nothing. */
    static final KernelLog SILENT = new KernelLog(-1);

    private final int fd;

    private KernelLog(int fd) {
        this.fd = fd;
    }

    /** From the next record on. */
    static KernelLog fromNow() {
        try (Arena arena = Arena.ofConfined()) {
            int fd = Syscalls.open(
                    arena.allocateFrom(PATH).address(),
                    Constants.O_RDONLY | Constants.O_NONBLOCK | Constants.O_CLOEXEC,
                    0);
            if (fd < 0) {
                return SILENT;
            }
            var log = new KernelLog(fd);
            log.skip();
            return log;
        }
    }

    /** Leaves out what has been written until now. */
    void skip() {
        if (fd >= 0) {
            Syscalls.lseek(fd, 0, Constants.SEEK_END);
        }
    }

    /** The records since it was opened, skipped or last asked for, without their heads. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(MOST);
            while (fd >= 0) {
                // Each read is one record; where in the file is of no matter.
                long bytes = Syscalls.pread(fd, buffer.address(), MOST, 0);
                if (bytes > 0) {
                    byte[] record = buffer.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
                    lines.add(text(new String(record, StandardCharsets.UTF_8)));
                } else if (bytes != -Errno.EPIPE && bytes != -Errno.EINTR) {
                    // EPIPE: records have been overwritten before they were read.
                    break;
                }
            }
        }
        return lines;
    }

    /** {@code PRIORITY,SEQUENCE,TIME,FLAGS;TEXT}, and lines of a dictionary (Documentation/ABI/testing/dev-kmsg). */
    static String text(String record) {
        String text = record.substring(record.indexOf(';') + 1);
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Syscalls.close(fd);
        }
    }
}
