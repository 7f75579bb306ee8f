package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final StringWriter log = new StringWriter();
    private final List<String> live = new ArrayList<>();
    private int plugsPulled;
    private final Console console = new Console(log, live::add, () -> plugsPulled++);

    @Test
    void onlyTheScriptsLinesAreOutput() {
        feed("[ 0.1] kernel", "@@VM-BEGIN@@", "hello", "@@VM-END@@ 0", "[ 9.9] reboot: Power down");

        assertThat(console.output()).containsExactly("hello");
        assertThat(live).containsExactly("hello");
        assertThat(console.exit()).hasValue(0);
        assertThat(log.toString().lines()).hasSize(5);
    }

    @Test
    void theExitStatusIsTheScripts() {
        feed("@@VM-BEGIN@@", "@@VM-END@@ 137");

        assertThat(console.exit()).hasValue(137);
        assertThat(console.wasCut()).isFalse();
    }

    @Test
    void theMarkerPullsThePlugOnce() {
        feed("@@VM-BEGIN@@", "before", "now @@KILL@@ then", "still printed before it was dead", "@@KILL@@");

        assertThat(plugsPulled).isOne();
        assertThat(console.wasCut()).isTrue();
        assertThat(console.exit()).isEmpty();
        assertThat(console.output()).containsExactly("before");
    }

    @Test
    void theTailIsTheEndOfEverything() {
        for (int i = 0; i < 100; i++) {
            feed("line " + i);
        }

        assertThat(console.tail().lines()).hasSize(30).last().isEqualTo("line 99");
    }

    @Test
    void theTailBeginsWhereTheKernelPanicked() {
        feed("before", "[ 4.3] Kernel panic - not syncing: sysrq triggered crash");
        for (int i = 0; i < 100; i++) {
            feed("trace " + i);
        }

        assertThat(console.tail().lines()).hasSize(101).first().asString().contains("sysrq triggered crash");
    }

    @Test
    void theFirmwaresLinesAreNotTheGuests() {
        feed("\033c\033[?7l\033[2J\033[0mSeaBIOS (version 1.16.2)", "", "Booting from ROM...", "\033c\033[?7l\033[2J");

        assertThat(console.leftFirmware()).isFalse();

        feed("@@VM-BEGIN@@");

        assertThat(console.leftFirmware()).isTrue();
    }

    private void feed(String... lines) {
        for (String line : lines) {
            console.accept(line);
        }
    }
}
