package org.dmkit.blockio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {
    @TempDir
    Path dir;

    @Test
    void theSecondIsToldWhoHoldsIt() throws IOException {
        Path file = dir.resolve("dmkit.lock");
        try (ProcessLock first = ProcessLock.acquire(file, Duration.ZERO)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() ->
                            ProcessLock.acquire(file, Duration.ofMillis(50)).close())
                    .isInstanceOfSatisfying(
                            ProcessLock.HeldException.class,
                            e -> assertThat(e.pid())
                                    .isEqualTo(ProcessHandle.current().pid()))
                    .hasMessage(file + ": held by process "
                            + ProcessHandle.current().pid());
        }
        ProcessLock.acquire(file, Duration.ZERO).close();
    }

    @Test
    void anotherProcessHoldsItUntilItDies() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/flock")), "needs flock(1)");
        Path file = dir.resolve("dmkit.lock");
        Process other = new ProcessBuilder("flock", file.toString(), "cat").start();
        try {
            other.outputWriter().write("held\n");
            other.outputWriter().flush();
            assertThat(other.inputReader().readLine()).isEqualTo("held");
            assertThatThrownBy(() -> ProcessLock.acquire(file, Duration.ZERO).close())
                    .isInstanceOf(ProcessLock.HeldException.class)
                    .hasMessage(file + ": held by another process");
            other.outputWriter().close();
            other.waitFor();
            ProcessLock.acquire(file, Duration.ofSeconds(10)).close();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void waitsForAHolderThatIsAboutToLeave() throws Exception {
        Path file = dir.resolve("dmkit.lock");
        ProcessLock first = ProcessLock.acquire(file, Duration.ZERO);
        Thread leaver = Thread.ofPlatform().start(() -> {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            first.close();
        });
        ProcessLock.acquire(file, Duration.ofSeconds(30)).close();
        leaver.join();
    }

    @Test
    void aSymbolicLinkIsNotFollowed() throws IOException {
        Path victim = Files.writeString(dir.resolve("victim"), "precious");
        Path file = Files.createSymbolicLink(dir.resolve("dmkit.lock"), victim);
        assertThatThrownBy(() -> ProcessLock.acquire(file, Duration.ZERO)).isInstanceOf(IOException.class);
        assertThat(victim).hasContent("precious");
    }
}
