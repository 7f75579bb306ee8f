package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.KernelDisk;
import org.dmkit.blockio.LoopDevices;
import org.dmkit.blockio.MemoryLock;
import org.dmkit.blockio.ProcessLock;
import org.dmkit.blockio.SysfsDisks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is locked while this machine's disks are open for writing. */
@Tag("root")
@Tag("loop")
class WorkplaceTest {
    private static final Path LOCK = Path.of("/run/lock/dmkit.lock");

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void needsLoopDevices() {
        assumeTrue(Files.isWritable(Path.of("/dev/loop-control")), "needs root and the loop driver");
    }

    private LoopDevices.Attached loop() throws IOException {
        return new LoopDevices().attach(Files.write(directory.resolve("image"), new byte[1 << 20]), true, 512);
    }

    private static Options on(LoopDevices.Attached loop) {
        return new Options(
                List.of(loop.node().toString()), Optional.empty(), false, false, false, Optional.empty(), false);
    }

    @Test
    void anotherDmkitWaits() throws IOException {
        try (LoopDevices.Attached loop = loop()) {
            try (Workplace writing = Workplace.open(on(loop), true)) {
                assertThat(writing.writable()).isTrue();
                assertThatThrownBy(
                                () -> ProcessLock.acquire(LOCK, Duration.ZERO).close())
                        .isInstanceOf(ProcessLock.HeldException.class);
            } finally {
                MemoryLock.unlockAll();
            }
            ProcessLock.acquire(LOCK, Duration.ofSeconds(5)).close();
        }
    }

    @Test
    void udevLeavesTheMembersAlone() throws IOException {
        try (LoopDevices.Attached loop = loop()) {
            DiskInfo disk = new SysfsDisks().describe(loop.node());
            try (Workplace writing = Workplace.open(on(loop), true);
                    KernelDisk other = KernelDisk.open(disk, false)) {
                assertThat(writing.problems()).isEmpty();
                assertThat(other.lock(Duration.ZERO)).isFalse();
            } finally {
                MemoryLock.unlockAll();
            }
        }
    }

    @Test
    void noPageHasToBeReadFromASuspendedSet() throws IOException {
        try (LoopDevices.Attached loop = loop()) {
            try (Workplace looking = Workplace.open(on(loop), false)) {
                assertThat(looking.writable()).isFalse();
                assertThat(locked()).isZero();
            }
            try (Workplace writing = Workplace.open(on(loop), true)) {
                assertThat(writing.writable()).isTrue();
                assertThat(locked()).isPositive();
            } finally {
                MemoryLock.unlockAll();
            }
        }
    }

    /** Kilobytes of this process that stay in memory. */
    private static long locked() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(l -> l.startsWith("VmLck:"))
                .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
                .sum();
    }
}
