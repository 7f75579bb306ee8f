package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dmkit.blockio.Capture;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Verb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FormatsCommandTest {
    /** A mirror of each format that can be written, with two members in sync. */
    private static final Map<String, String> MIRRORS = Map.of(
            "asr", "asr/raid1-2disk",
            "ddf1", "ddf1/mdadm-raid1-2",
            "isw", "isw/raid1-2disk",
            "jmicron", "jmicron/raid1-3way",
            "nvidia", "nvidia/raid1-unequal-sizes",
            "sil", "sil/raid1-3way",
            "via", "via/raid1-2disk");

    private final Terminal terminal = new Terminal();

    @TempDir
    Path directory;

    /** Of two formats, the second of which can only be read. */
    private static String listed(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var command = new FormatsCommand(() -> List.of(
                new Samples.NamedFormat("sil", "Silicon Image", new Samples.NamedWriter(false)),
                new Samples.NamedFormat("via", "VIA", null)));
        new Application(List.of(command), "1")
                .run(words, new Console(new PrintWriter(out), new PrintWriter(err), Style.PLAIN, false));
        return out.toString();
    }

    @Test
    void listsThemByNameAndWhatTheyCanDo() {
        assertThat(listed("formats").lines())
                .containsExactly(
                        "sil  Silicon Image  read, write",
                        "     verbs       spare fail replace remove rebuild",
                        "     levels",
                        "     creates",
                        "     crash       a redo record on every member, or else in a --journal file",
                        "     loss mark   on the members that are left",
                        "     dirty flag  no: an unclean stop is not noticed",
                        "     encoded",
                        "     proven by   our own tests",
                        "via  VIA            read");
    }

    @Test
    void allOfThemFitIntoEightyColumns() {
        assertThat(terminal.type("formats")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80))
                .anyMatch(line -> line.endsWith("proven by   mdadm, a real kernel (VM)"))
                .anyMatch(line -> line.endsWith("proven by   dmraid, blkid, a real kernel (VM)"));
    }

    @Test
    void programsGetTheSame() {
        terminal.type("formats", "--json");
        assertThat(terminal.out().replaceAll("\\s", ""))
                .contains("{\"name\":\"isw\",\"description\":\"IntelMatrix/RapidStorage\",\"writable\":true,"
                        + "\"dirtyFlag\":true,\"verbs\":[\"spare\",\"fail\",\"replace\",\"remove\",\"rebuild\"],"
                        + "\"levels\":[\"raid0\",\"raid1\",\"raid5_la\"],\"creates\":[\"raid0\",\"raid1\",\"raid5\",\"raid10\"],\"crash\":\"redo\",\"lossMark\":\"on-survivors\","
                        + "\"source\":\"asmdadm\",\"provenBy\":[\"mdadm\",\"vm\"]}");
        assertThat(listed("formats", "--json").replaceAll("\\s", ""))
                .contains(
                        "{\"name\":\"via\",\"description\":\"VIA\",\"writable\":false,\"dirtyFlag\":false,"
                                + "\"verbs\":[],\"levels\":[],\"creates\":[],\"crash\":null,\"lossMark\":\"nowhere\",\"source\":null,\"provenBy\":[]}");
    }

    static List<String> writable() {
        return Formats.all().stream()
                .filter(f -> f.writer().isPresent())
                .map(Format::name)
                .toList();
    }

    /** What is listed is held against what is done, verb by verb. */
    @ParameterizedTest
    @MethodSource("writable")
    void theListedVerbsAreThoseThatWork(String format) throws IOException {
        Path mirror = mirror(format);
        long sectors = sectors(mirror);
        Captures.plugIn(mirror, "new", sectors);
        Captures.plugIn(mirror, "newer", sectors);
        var verbs = Formats.all().stream()
                .filter(f -> f.name().equals(format))
                .flatMap(f -> f.writer().stream())
                .findFirst()
                .orElseThrow()
                .abilities()
                .verbs();
        works(verbs.contains(Verb.SPARE), mirror, "spare", format, "new");
        works(verbs.contains(Verb.REPLACE), mirror, "replace", format, "0", "newer", "--wait");
        works(verbs.contains(Verb.FAIL), mirror, "fail", format, "1");
        if (verbs.contains(Verb.SPARE)) {
            works(verbs.contains(Verb.REBUILD), mirror, "rebuild", format, "--wait");
        } else {
            works(verbs.contains(Verb.REBUILD), mirror, "rebuild", format, "new", "--wait");
        }
        // A lost disk of lsi that answers is erased at once: nothing is left to be removed.
        if (!format.equals("lsi")) {
            works(verbs.contains(Verb.REMOVE), mirror, "remove", format, "sda");
        }
    }

    /** Those of the corpus are too large to be rebuilt here, unless they are listed: then one is made. */
    private Path mirror(String format) throws IOException {
        String known = MIRRORS.get(format);
        if (known != null) {
            return Captures.copy(known, directory);
        }
        Path made = Captures.copy("via/raid1-2disk", directory);
        Files.writeString(
                made.resolve("case.json"),
                "{\"disks\": [{\"name\":\"sda\",\"sectors\":32768,\"serial\":\"NEW-a\",\"meta\":\"sda.sectors\"}]}");
        Files.writeString(made.resolve("sda.sectors"), "");
        Captures.plugIn(made, "sdb", 32768);
        assertThat(terminal.on(made, "create", format, "data", "--level", "1", "--disk", "sda", "--disk", "sdb"))
                .as(terminal.err())
                .isEqualTo(ExitCode.DONE);
        assertThat(terminal.on(made, "rebuild", format, "--wait"))
                .as(terminal.err())
                .isEqualTo(ExitCode.DONE);
        return made;
    }

    private void works(boolean listed, Path mirror, String... words) {
        assertThat(terminal.on(mirror, words))
                .as(String.join(" ", words) + ": " + terminal.err())
                .isEqualTo(listed ? ExitCode.DONE : ExitCode.REFUSED);
        assertThat(terminal.out()).doesNotContain("nothing was changed");
    }

    private static long sectors(Path capture) throws IOException {
        return Capture.read(capture).disks().getFirst().info().sectors();
    }
}
