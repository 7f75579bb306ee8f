package org.dmkit.blockio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dmkit.linux.KernelException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
class MemoryLockTest {
    @Test
    void theKernelCountsTheProcessAsLocked() throws IOException {
        try {
            MemoryLock.lockAll();
        } catch (KernelException e) {
            abort("needs a higher RLIMIT_MEMLOCK: " + e.getMessage());
        }
        try {
            assertThat(lockedKilobytes()).isGreaterThan(1024);
        } finally {
            MemoryLock.unlockAll();
        }
        assertThat(lockedKilobytes()).isZero();
    }

    private static long lockedKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmLck:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }
}
