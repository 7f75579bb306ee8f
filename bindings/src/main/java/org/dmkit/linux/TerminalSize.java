package org.dmkit.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalInt;

/** How large the window of a terminal is. */
public final class TerminalSize {
    /** asm-generic/ioctls.h. Its {@code struct winsize} is four unsigned shorts: rows, columns, and two that nobody fills in. */
    private static final long TIOCGWINSZ = 0x5413;

    private static final int WINSIZE_BYTES = 8;
    private static final int WINSIZE_COLUMNS = 2;

    private TerminalSize() {}

    /** Characters in a line, now; empty if the descriptor is no terminal, or one that does not know. */
    public static OptionalInt columns(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(WINSIZE_BYTES);
            if (Syscalls.ioctl(fd, TIOCGWINSZ, size.address()) < 0) {
                return OptionalInt.empty();
            }
            int columns = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, WINSIZE_COLUMNS));
            return columns == 0 ? OptionalInt.empty() : OptionalInt.of(columns);
        }
    }
}
