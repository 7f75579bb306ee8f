package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The command in front of dmsetup's words. */
class DmsetupCommandTest {
    private final Terminal terminal = new Terminal();

    @Test
    void optionsBehindTheWordAreDmsetups() {
        assertThat(terminal.type("dmsetup", "splitname", "vg-lv", "--noheadings"))
                .isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).isEqualTo("vg:lv:\n");
        assertThat(terminal.type("dmsetup", "--version-of-it")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.err()).startsWith("dmsetup: unrecognized option '--version-of-it'\n");
    }

    @Test
    void unknownCommandsEndInItsOwnMessage() {
        assertThat(terminal.type("dmsetup", "bogus")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).startsWith("Unknown command.\nUsage:\n\ndmsetup\n");
    }

    @Test
    void optionsOfDmkitThatMeanNothingAreRefused() {
        assertThat(terminal.type("--disks", "a.img", "dmsetup", "ls")).isEqualTo(ExitCode.USAGE);
        assertThat(terminal.type("--dry-run", "dmsetup", "remove_all")).isEqualTo(ExitCode.USAGE);
    }
}
