package org.dmkit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.dmkit.bench.Phases.Phase;
import org.junit.jupiter.api.Test;

class PhasesTest {
    private static final List<String> TRACE = """
            10 100.000 execve("/x/bin/dmkit", ["dmkit", "scan"], 0x7ffd /* 9 vars */) = 0
            10 100.001 openat(AT_FDCWD, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 3
            10 100.002 execve("/x/bin/../bin/java", ["java"], 0x7ffd /* 9 vars */) = 0
            11 100.010 pread64(3, "", 64, 0) = 64
            11 100.030 openat(AT_FDCWD, "/sys/block", O_RDONLY) = 5
            11 100.034 openat(AT_FDCWD, "/sys/block/sda/size", O_RDONLY) = 5
            11 100.050 openat(AT_FDCWD, "/dev/sda", O_RDONLY|O_DIRECT) = 6
            12 100.055 pread64(6,  <unfinished ...>
            11 100.056 io_uring_enter(7, 2, 0, 0, NULL, 8) = 2
            11 100.057 openat(AT_FDCWD, "/sys/block/sda/device/vendor", O_RDONLY) = 8
            11 100.060 write(1, "sda", 3) = 3
            11 100.064 exit_group(0) = ?
            10 100.065 +++ exited with 0 +++
            """.lines().toList();

    @Test
    void timeBetweenMarks() {
        Map<Phase, Double> phases = Phases.of(TRACE);

        assertThat(phases.get(Phase.SHELL)).isCloseTo(2, within(0.01));
        assertThat(phases.get(Phase.JVM)).isCloseTo(28, within(0.01));
        assertThat(phases.get(Phase.SYSFS)).isCloseTo(4, within(0.01));
        assertThat(phases.get(Phase.LINKING)).isCloseTo(16, within(0.01));
        assertThat(phases.get(Phase.READING)).isCloseTo(6, within(0.01));
        assertThat(phases.get(Phase.PRINTING)).isCloseTo(4, within(0.01));
        assertThat(phases.get(Phase.EXIT)).isCloseTo(5, within(0.01));
    }

    @Test
    void theyAddUpToTheWholeEvenWithoutDisks() {
        List<String> minimal = TRACE.stream()
                .filter(l -> !l.contains("/sys/") && !l.contains("/dev/"))
                .toList();

        Map<Phase, Double> phases = Phases.of(minimal);

        assertThat(phases.values().stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(65, within(0.01));
        assertThat(phases.get(Phase.JVM)).isCloseTo(58, within(0.01));
        assertThat(phases.get(Phase.READING)).isZero();
    }
}
