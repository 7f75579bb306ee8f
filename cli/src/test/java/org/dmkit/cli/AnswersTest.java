package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change answers: whether it changed anything, and why it did not. */
class AnswersTest {
    private final Terminal terminal = new Terminal();

    @TempDir
    Path directory;

    private Path mirror = Path.of("");

    @BeforeEach
    void copyMirror() throws IOException {
        mirror = Captures.copy("isw/raid1-2disk", directory);
    }

    @Test
    void whatHasFailedAlreadyIsNotDoneAgain() throws IOException {
        assertThat(terminal.on(mirror, "fail", "mirror", "1", "--json")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).contains("\"changed\" : true");
        Map<String, String> before = Captures.contents(mirror);
        for (String member : new String[] {"1", "WD-ISW0001"}) {
            assertThat(terminal.on(mirror, "fail", "mirror", member)).isEqualTo(ExitCode.DONE);
            assertThat(terminal.out()).isEqualTo("fail: " + member + " has failed already and is marked so\n");
        }
        terminal.on(mirror, "fail", "mirror", "1", "--json");
        assertThat(terminal.out()).contains("\"changed\" : false");
        assertThat(Captures.contents(mirror)).isEqualTo(before);
    }

    @Test
    void aMemberOfAStripeThatCannotBeMarkedIsNotCalledDone() throws IOException {
        Path half = Captures.copy("isw/raid0-member-absent", directory);
        assertThat(terminal.on(half, "fail", "stripe", "sda")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).isEqualTo("fail: nothing was changed\n");
    }

    @Test
    void aRefusalIsADocumentToo() {
        assertThat(terminal.on(mirror, "remove", "mirror", "sda", "--json")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.out().replaceAll("\\s+", " "))
                .isEqualTo("{ \"schema\" : 1, \"command\" : \"remove\", \"outcome\" : \"refused\","
                        + " \"code\" : \"change.in-use\", \"message\" : \"sda is a member\","
                        + " \"remedy\" : \"fail it first\" } ");
        assertThat(terminal.err()).isEqualTo("dmkit: sda is a member; fail it first [change.in-use]\n");
    }

    @Test
    void aFailureIsADocumentToo() {
        Path nothing = directory.resolve("nothing");
        assertThat(terminal.on(nothing, "show", "--json")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.out().replaceAll("\\s+", " "))
                .isEqualTo("{ \"schema\" : 1, \"command\" : \"show\", \"outcome\" : \"failed\"," + " \"message\" : \""
                        + nothing + ": no image file\" } ");
    }
}
