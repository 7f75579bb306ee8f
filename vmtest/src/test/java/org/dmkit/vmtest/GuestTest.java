package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a shell in the place of QEMU. */
class GuestTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofSeconds(3);

    @TempDir
    Path directory;

    private final List<String> live = new ArrayList<>();

    @Test
    void aGuestThatHangsInItsFirmwareIsStartedAnew() throws Exception {
        Path once = directory.resolve("once");

        Guest.Ended ended = run("""
                echo SeaBIOS
                [ -e %1$s ] || { touch %1$s; exec sleep 600; }
                echo @@VM-BEGIN@@
                echo hello
                echo '@@VM-END@@ 0'
                """.formatted(once), LONG, SHORT);

        assertThat(once).exists();
        assertThat(ended.late()).isFalse();
        assertThat(ended.console().exit()).hasValue(0);
        assertThat(live).contains("the guest did not leave its firmware; starting it anew", "hello");
    }

    @Test
    void aGuestThatNeverLeavesItIsLateAtLast() throws Exception {
        Path starts = directory.resolve("starts");

        Guest.Ended ended = run("echo x >> " + starts + "; echo SeaBIOS; exec sleep 600", LONG, SHORT);

        assertThat(ended.late()).isTrue();
        assertThat(Files.readAllLines(starts)).hasSize(3);
    }

    /** What it did to its disks would be done twice. */
    @Test
    void aGuestThatHangsLaterIsNotStartedAnew() throws Exception {
        Path starts = directory.resolve("starts");

        Guest.Ended ended = run(
                "echo x >> " + starts + "; echo kernel; exec sleep 600",
                Duration.ofSeconds(11),
                Duration.ofSeconds(10));

        assertThat(ended.late()).isTrue();
        assertThat(Files.readAllLines(starts)).hasSize(1);
    }

    private Guest.Ended run(String script, Duration limit, Duration firmware) throws Exception {
        return Guest.run(List.of("sh", "-c", script), directory.resolve("console.log"), limit, firmware, live::add);
    }
}
