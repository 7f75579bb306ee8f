package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A round of the monitor tells all that it does, recovery too. */
class MonitorCommandTest {
    private static LastingMachine interrupted(Path directory) throws IOException {
        var machine = new LastingMachine(Captures.copy("isw/raid1-2disk", directory));
        machine.interrupt("activate mirror");
        return machine;
    }

    @Test
    void anInterruptedChangeIsNotCompletedInSilence(@TempDir Path directory) throws IOException {
        LastingMachine machine = interrupted(directory);
        assertThat(machine.type("monitor --once")).isEqualTo(ExitCode.DONE);
        assertThat(machine.out()).isEqualTo("isw_h: an interrupted change was completed\n");
        machine.type("monitor --once");
        assertThat(machine.out()).isEmpty();
    }

    @Test
    void aRecoveryIsALineOfJson(@TempDir Path directory) throws IOException {
        LastingMachine machine = interrupted(directory);
        machine.type("monitor --once --json");
        assertThat(machine.out())
                .isEqualTo("{\"schema\":1,\"command\":\"monitor\",\"event\":\"recovered\",\"group\":\"isw_h\","
                        + "\"outcome\":\"completed\"}\n");
    }

    @Test
    void aFailureIsALineOfJsonToo(@TempDir Path directory) {
        var terminal = new Terminal();
        Path nothing = directory.resolve("nothing");
        assertThat(terminal.on(nothing, "monitor", "--once", "--json")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.out())
                .isEqualTo("{\"schema\":1,\"command\":\"monitor\",\"outcome\":\"failed\",\"message\":\"" + nothing
                        + ": no image file\"}\n");
    }
}
