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
        for (String member : new String[] {"1", "WD-ISW0001", "sdb", "missing"}) {
            assertThat(terminal.on(mirror, "fail", "mirror", member)).isEqualTo(ExitCode.DONE);
            assertThat(terminal.out()).isEqualTo("fail: the member has failed already and is marked so\n");
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
    void aChangeOfACaptureIsNotPassedOverInSilence() {
        String told = "dmkit: simulated; " + mirror + " was changed\n";
        terminal.on(mirror, "fail", "mirror", "sdb");
        assertThat(terminal.err()).isEqualTo(told);
        terminal.on(mirror, "fail", "mirror", "sdb");
        assertThat(terminal.err()).isEmpty();
        terminal.on(mirror, "show");
        assertThat(terminal.err()).isEmpty();
        terminal.on(mirror, "activate", "mirror", "--dry-run");
        assertThat(terminal.err()).isEmpty();
        terminal.on(mirror, "activate", "mirror");
        assertThat(terminal.err()).isEqualTo(told);
    }

    @Test
    void theOnlyMissingMemberNeedsNoName() throws IOException {
        terminal.on(mirror, "fail", "mirror", "sdb");
        Captures.takeOut(mirror, "sdb");
        assertThat(terminal.on(mirror, "fail", "mirror", "missing")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).isEqualTo("fail: the member has failed already and is marked so\n");
    }

    @Test
    void whatCouldHaveBeenNamedIsTold() throws IOException {
        assertThat(terminal.on(mirror, "fail", "mirror", "missing")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.err())
                .isEqualTo("dmkit: missing is no member of isw_h_mirror;"
                        + " name one of: 0 (sda, WD-ISW0000), 1 (sdb, WD-ISW0001) [cli.name]\n");
        Captures.takeOut(mirror, "sdb");
        terminal.on(mirror, "fail", "mirror", "sdb");
        assertThat(terminal.err())
                .isEqualTo("dmkit: sdb is no member of isw_h_mirror;"
                        + " name one of: 0 (sda, WD-ISW0000), 1 (missing, WD-ISW0001) [cli.name]\n");
        terminal.on(mirror, "show", "nosuch");
        assertThat(terminal.err()).isEqualTo("dmkit: no set nosuch; name one of isw_h_mirror [cli.name]\n");
    }

    @Test
    void waitingForWhatHasBeenRebuiltIsDone() throws IOException {
        Map<String, String> before = Captures.contents(mirror);
        for (String[] words :
                new String[][] {{"rebuild", "mirror", "--wait"}, {"rebuild", "mirror", "sdb", "--wait"}}) {
            assertThat(terminal.on(mirror, words)).isEqualTo(ExitCode.DONE);
            assertThat(terminal.out()).isEqualTo("rebuild: all members are in sync already\n");
        }
        assertThat(terminal.on(mirror, "rebuild", "mirror")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.err()).contains("[cli.nothing-to-rebuild]");
        assertThat(Captures.contents(mirror)).isEqualTo(before);
    }

    @Test
    void aRebuildThatRunsIsToldAndFollowed() throws IOException {
        Path rebuilding = Captures.copy("isw/raid1-rebuilding", directory);
        assertThat(terminal.on(rebuilding, "rebuild", "isw", "--dry-run", "--wait"))
                .isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).isEqualTo("nothing to do\n");
        assertThat(terminal.on(rebuilding, "rebuild", "isw")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).isEqualTo("rebuild: under way already\n");
        assertThat(terminal.on(rebuilding, "rebuild", "isw", "--wait")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).isEqualTo("rebuild: done\n");
    }

    @Test
    void aRefusalIsADocumentToo() {
        assertThat(terminal.on(mirror, "remove", "mirror", "sda", "--json")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.out().replaceAll("\\s+", " "))
                .isEqualTo("{ \"schema\" : 1, \"command\" : \"remove\", \"outcome\" : \"refused\","
                        + " \"code\" : \"change.in-use\", \"message\" : \"sda is a member\","
                        + " \"remedy\" : \"first: dmkit fail isw_h_mirror sda\" } ");
        assertThat(terminal.err())
                .isEqualTo("dmkit: sda is a member; first: dmkit fail isw_h_mirror sda [change.in-use]\n");
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
