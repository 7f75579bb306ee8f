package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands from the words typed to the sectors written, on copies of captures. */
class CommandsTest {
    private final Terminal terminal = new Terminal();

    @TempDir
    Path directory;

    private Path mirror = Path.of("");

    @BeforeEach
    void copyMirror() throws IOException {
        mirror = copy("raid1-2disk");
    }

    private Path copy(String name) throws IOException {
        Path from = Path.of(System.getProperty("dmkit.root", ".."), "corpus/isw", name);
        Path to = Files.createDirectory(directory.resolve(name));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    /** Adds a disk with nothing on it. */
    private static void plugIn(Path capture, String name, long sectors) throws IOException {
        Path file = capture.resolve("case.json");
        String disk = "{\"name\":\"%s\",\"sectors\":%d,\"serial\":\"NEW-%s\",\"meta\":\"%s.sectors\"}, "
                .formatted(name, sectors, name, name);
        Files.writeString(file, Files.readString(file).replaceFirst("(\"disks\": \\[)", "$1" + disk));
        Files.writeString(capture.resolve(name + ".sectors"), "");
    }

    private static Map<String, String> contents(Path capture) throws IOException {
        var contents = new TreeMap<String, String>();
        try (Stream<Path> files = Files.list(capture)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    private void isRefused(String code, String... words) throws IOException {
        Map<String, String> before = contents(mirror);
        assertThat(terminal.on(mirror, words)).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err().strip()).startsWith("dmkit: ").endsWith("[" + code + "]");
        assertThat(contents(mirror)).isEqualTo(before);
    }

    @Test
    void scanTellsWhatEachDiskBears() {
        assertThat(terminal.on(mirror, "scan")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.lines())
                .containsExactly(
                        "sda  512 MiB  WD-ISW0000  member  isw_h  isw_h_mirror",
                        "sdb  512 MiB  WD-ISW0001  member  isw_h  isw_h_mirror",
                        "isw_h_mirror  RAID 1  200 MiB  complete");
        assertThat(terminal.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"isw_h_mirror", "isw_h", "mirror", "isw_h_m"})
    void aSetIsFoundByItsNamesAndTheBeginningOfThem(String name) {
        assertThat(terminal.on(mirror, "show", name)).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).contains("isw_h_mirror  RAID 1  200 MiB  complete  inactive");
    }

    @Test
    void tablesComeInBothProfiles() {
        terminal.on(mirror, "table", "mirror", "--profile", "classic");
        assertThat(terminal.lines())
                .containsExactly("isw_h_mirror: 0 409600 mirror core 2 256 nosync 2 sda 0 sdb 0 1 handle_errors");
        terminal.on(mirror, "table", "mirror");
        assertThat(terminal.out()).contains("isw_h_mirror: 0 409600 raid raid1 ");
    }

    @Test
    void aMemberFailsIsTakenOutAndIsRebuilt() throws IOException {
        assertThat(terminal.on(mirror, "fail", "mirror", "sdb")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).startsWith("fail: done");
        terminal.on(mirror, "show");
        assertThat(terminal.out())
                .contains("degraded  inactive", "failed")
                .contains("sdb")
                .contains("not used: its metadata are stale");

        assertThat(terminal.on(mirror, "remove", "mirror", "sdb")).isEqualTo(ExitCode.DONE);
        terminal.on(mirror, "scan");
        assertThat(terminal.lines()).contains("sdb  512 MiB  WD-ISW0001  no RAID metadata");

        assertThat(terminal.on(mirror, "rebuild", "mirror", "sdb", "--wait")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.err()).contains("100.0 %").contains("isw_h_mirror: sdb is rebuilt and in sync");
        terminal.on(mirror, "show");
        assertThat(terminal.out()).contains("isw_h_mirror  RAID 1  200 MiB  complete  inactive");
    }

    @Test
    void aMemberIsReplacedByABlankDisk() throws IOException {
        plugIn(mirror, "sdc", 1_048_576);
        assertThat(terminal.on(mirror, "replace", "mirror", "1", "sdc")).isEqualTo(ExitCode.DONE);
        terminal.on(mirror, "show");
        assertThat(terminal.lines()).anyMatch(l -> l.contains("1  sdc") && l.endsWith("rebuilding"));
        assertThat(terminal.on(mirror, "rebuild", "mirror", "--wait")).isEqualTo(ExitCode.DONE);
        terminal.on(mirror, "show");
        assertThat(terminal.lines()).anyMatch(l -> l.contains("1  sdc") && l.endsWith("in sync"));
    }

    @Test
    void aSpareTakesTheLostMembersPlace() throws IOException {
        plugIn(mirror, "sdc", 1_048_576);
        assertThat(terminal.on(mirror, "spare", "mirror", "sdc")).isEqualTo(ExitCode.DONE);
        terminal.on(mirror, "show");
        assertThat(terminal.lines()).anyMatch(l -> l.contains("sdc") && l.endsWith("spare"));
        terminal.on(mirror, "fail", "mirror", "0");
        assertThat(terminal.on(mirror, "rebuild", "mirror")).isEqualTo(ExitCode.DONE);
        terminal.on(mirror, "show", "mirror");
        assertThat(terminal.lines()).anyMatch(l -> l.contains("0  sdc") && l.endsWith("rebuilding"));
    }

    @Test
    void aPlanIsPrintedInOrderAndNothingIsDone() throws IOException {
        Map<String, String> before = contents(mirror);
        assertThat(terminal.on(mirror, "fail", "mirror", "sdb", "--dry-run")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.lines())
                .satisfiesExactly(
                        l -> assertThat(l).startsWith("  1  save the redo record on sda at "),
                        l -> assertThat(l).startsWith("  2  write metadata on sda: sectors "),
                        l -> assertThat(l).isEqualTo("  3  mark the redo record finished"));
        assertThat(contents(mirror)).isEqualTo(before);
    }

    @Test
    void whatHasFailedMayFailAgain() {
        terminal.on(mirror, "fail", "mirror", "1");
        assertThat(terminal.on(mirror, "fail", "mirror", "1")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.on(mirror, "fail", "mirror", "WD-ISW0001")).isEqualTo(ExitCode.DONE);
    }

    @Test
    void refusalsSayWhyAndChangeNothing() throws IOException {
        isRefused("cli.name", "fail", "nosuch", "sda");
        isRefused("cli.name", "fail", "mirror", "7");
        isRefused("cli.name", "replace", "mirror", "0", "sdz");
        isRefused("cli.already-member", "replace", "mirror", "0", "sdb");
        isRefused("cli.already-member", "spare", "mirror", "sda");
        isRefused("change.in-use", "remove", "mirror", "sda");
        isRefused("cli.nothing-to-rebuild", "rebuild", "mirror");
        isRefused("cli.no-set", "activate");
    }

    @Test
    void theLastMemberInSyncCannotFail() throws IOException {
        terminal.on(mirror, "fail", "mirror", "sdb");
        isRefused("change.not-enough-members", "fail", "mirror", "sda");
    }

    @Test
    void aDiskThatIsTooSmallIsRefused() throws IOException {
        plugIn(mirror, "sdc", 1000);
        isRefused("change.too-small", "replace", "mirror", "1", "sdc");
    }

    @Test
    void aStripeCannotRebuild() throws IOException {
        Path stripe = copy("raid0-2disk-64k");
        plugIn(stripe, "sdc", 1_048_576);
        assertThat(terminal.on(stripe, "show", "--json")).isEqualTo(ExitCode.DONE);
        String name = terminal.out().replaceAll("(?s).*\"sets\" : \\[ \\{\\s*\"name\" : \"([^\"]*)\".*", "$1");
        assertThat(terminal.on(stripe, "replace", name, "0", "sdc")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.err()).contains("[change.no-redundancy]");
    }

    @Test
    void recoverHasNothingToSayWhereNothingWasInterrupted() throws IOException {
        Map<String, String> before = contents(mirror);
        assertThat(terminal.on(mirror, "recover")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out() + terminal.err()).isEmpty();
        assertThat(contents(mirror)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"copied", "copied.tar.gz"})
    void aCaptureOfACaptureShowsTheSame(String name) {
        terminal.on(mirror, "show");
        String shown = terminal.out();
        Path copied = directory.resolve(name);
        assertThat(terminal.on(mirror, "capture", copied.toString())).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).contains("metadata of 2 disks");
        assertThat(terminal.on(copied, "show")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan", "show", "table", "formats", "fail mirror sdb --dry-run", "fail mirror sdb"})
    void jsonIsOneDocument(String words) throws IOException {
        assertThat(terminal.on(mirror, (words + " --json").split(" ", -1))).isEqualTo(ExitCode.DONE);
        try (JsonParser parser = new JsonFactory().createParser(terminal.out())) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            parser.skipChildren();
            assertThat(parser.nextToken()).isNull();
        }
        assertThat(terminal.out()).contains("\"command\" : \"" + words.split(" ", -1)[0] + "\"");
    }

    @Test
    void whatIsNotThereIsAFailure() {
        assertThat(terminal.on(directory.resolve("nothing"), "show")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.err()).contains("nothing");
    }

    @Test
    void everyCommandExplainsItself() {
        for (Command command : Main.commands()) {
            if (Set.of("dmraid", "dmsetup").contains(command.word())) {
                // Answers as that program itself does.
                continue;
            }
            assertThat(terminal.type(command.word(), "--help")).isEqualTo(ExitCode.DONE);
            assertThat(terminal.out()).startsWith("Usage: dmkit " + command.word());
            assertThat(terminal.out().replaceAll("\\s+", " ")).contains(command.summary());
        }
    }
}
