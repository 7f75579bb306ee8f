package org.dmkit.blockio;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;

/** Holds a device with O_EXCL, as a mount or another program would. */
record ExclusiveHolder(int fd) implements AutoCloseable {
    static ExclusiveHolder of(String path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int fd = Syscalls.open(arena.allocateFrom(path).address(), Uapi.O_RDONLY | Uapi.O_EXCL | Uapi.O_CLOEXEC, 0);
            if (fd < 0) {
                throw new KernelException("open", path, -fd);
            }
            return new ExclusiveHolder(fd);
        }
    }

    @Override
    public void close() {
        Syscalls.close(fd);
    }
}
