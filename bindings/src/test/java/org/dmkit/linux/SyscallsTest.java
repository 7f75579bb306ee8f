package org.dmkit.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyscallsTest {
    private static final int O_RDWR = 2;
    private static final int IPC_CREAT = 01000;
    private static final int IPC_RMID = 0;
    private static final int SETVAL = 16;
    private static final int GETVAL = 12;

    @TempDir
    private Path directory;

    @Test
    void bytesWrittenAreReadBack() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        try (Arena arena = Arena.ofConfined()) {
            int fd = Syscalls.open(arena.allocateFrom(file.toString()).address(), O_RDWR, 0);
            assertThat(fd).isNotNegative();
            MemorySegment out = arena.allocateFrom(ValueLayout.JAVA_LONG, 0x1122334455667788L);
            assertThat(Syscalls.pwrite(fd, out.address(), 8, 4096)).isEqualTo(8);
            assertThat(Syscalls.fdatasync(fd)).isZero();
            MemorySegment in = arena.allocate(ValueLayout.JAVA_LONG);
            assertThat(Syscalls.pread(fd, in.address(), 8, 4096)).isEqualTo(8);
            assertThat(in.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(0x1122334455667788L);
            assertThat(Syscalls.close(fd)).isZero();
            assertThat(Syscalls.close(fd)).isEqualTo(-Errno.EBADF);
        }
        assertThat(Files.size(file)).isEqualTo(4104);
    }

    @Test
    void anErrorComesAsItsNegativeNumber() {
        try (Arena arena = Arena.ofConfined()) {
            assertThat(Syscalls.open(arena.allocateFrom("/no/such/file").address(), O_RDWR, 0))
                    .isEqualTo(-Errno.ENOENT);
            assertThat(Syscalls.open(arena.allocateFrom("/proc/self/status/x").address(), O_RDWR, 0))
                    .isEqualTo(-Errno.ENOTDIR);
        }
        assertThat(Syscalls.ioctl(-1, 0, 0)).isEqualTo(-Errno.EBADF);
        assertThat(Syscalls.fdatasync(-1)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void aSemaphoreIsMadeSetReadWaitedForAndRemoved() {
        int set = Syscalls.semget(0, 1, IPC_CREAT | 0600);
        assertThat(set).isNotNegative();
        assertThat(Syscalls.semctl(set, 0, SETVAL, 7)).isZero();
        assertThat(Syscalls.semctl(set, 0, GETVAL, 0)).isEqualTo(7);
        try (Arena arena = Arena.ofConfined()) {
            // Zeroed: wait for zero, for no time.
            long operation = arena.allocate(6, 2).address();
            long timeout = arena.allocate(16, 8).address();
            assertThat(Syscalls.semtimedop(set, operation, 1, timeout)).isEqualTo(-Errno.EAGAIN);
            assertThat(Syscalls.semctl(set, 0, SETVAL, 0)).isZero();
            assertThat(Syscalls.semtimedop(set, operation, 1, timeout)).isZero();
        }
        assertThat(Syscalls.semctl(set, 0, IPC_RMID, 0)).isZero();
        assertThat(Syscalls.semctl(set, 0, GETVAL, 0)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void aPollOfNothingEndsWithItsTime() {
        assertThat(Syscalls.poll(0, 0, 1)).isZero();
    }

    @Test
    void aCompiledCallAllocatesNothing() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        // Until the optimising compiler is done, in the background.
        for (int round = 0; round < 200 && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                Syscalls.fdatasync(-1);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
    }
}
