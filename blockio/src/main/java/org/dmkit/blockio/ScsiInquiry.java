package org.dmkit.blockio;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.dmkit.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/** Asks a SCSI disk for its serial (SPC-4: INQUIRY of vital product data page 0x80) through SG_IO. */
final class ScsiInquiry {
    private static final int ANSWER_BYTES = 252;
    private static final int SENSE_BYTES = 32;
    private static final int TIMEOUT_MILLIS = 5000;
    private static final byte[] COMMAND = {0x12, 1, (byte) 0x80, 0, (byte) ANSWER_BYTES, 0};

    private ScsiInquiry() {}

    /** Null if it can't be asked or doesn't answer. */
    static @Nullable String serial(Path node) {
        try (Arena arena = Arena.ofConfined()) {
            long name = arena.allocateFrom(node.toString()).address();
            int fd = Syscalls.open(name, Uapi.O_RDONLY | Uapi.O_NONBLOCK | Uapi.O_CLOEXEC, 0);
            if (fd < 0) {
                return null;
            }
            try {
                return ask(arena, fd);
            } finally {
                Syscalls.close(fd);
            }
        }
    }

    private static @Nullable String ask(Arena arena, int fd) {
        MemorySegment answer = arena.allocate(ANSWER_BYTES);
        MemorySegment header = arena.allocate(Uapi.SG_BYTES, Long.BYTES);
        header.set(ValueLayout.JAVA_INT, Uapi.SG_INTERFACE, 'S');
        header.set(ValueLayout.JAVA_INT, Uapi.SG_DIRECTION, Uapi.SG_DXFER_FROM_DEV);
        header.set(ValueLayout.JAVA_BYTE, Uapi.SG_COMMAND_LENGTH, (byte) COMMAND.length);
        header.set(ValueLayout.JAVA_BYTE, Uapi.SG_SENSE_LENGTH, (byte) SENSE_BYTES);
        header.set(ValueLayout.JAVA_INT, Uapi.SG_DATA_LENGTH, ANSWER_BYTES);
        header.set(ValueLayout.JAVA_LONG, Uapi.SG_DATA, answer.address());
        header.set(
                ValueLayout.JAVA_LONG,
                Uapi.SG_COMMAND,
                arena.allocateFrom(ValueLayout.JAVA_BYTE, COMMAND).address());
        header.set(
                ValueLayout.JAVA_LONG,
                Uapi.SG_SENSE,
                arena.allocate(SENSE_BYTES).address());
        header.set(ValueLayout.JAVA_INT, Uapi.SG_TIMEOUT, TIMEOUT_MILLIS);
        int result = Syscalls.ioctl(fd, Uapi.SG_IO, header.address());
        boolean good = result == 0 && (header.get(ValueLayout.JAVA_INT, Uapi.SG_INFO) & Uapi.SG_INFO_CHECK) == 0;
        return good ? SysfsIdentity.serialOf(answer.toArray(ValueLayout.JAVA_BYTE), ANSWER_BYTES) : null;
    }
}
