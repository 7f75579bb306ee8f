package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Formats;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code show --json} prints, changed by hand, from the file to the sectors. */
class EditCommandTest {
    /** ddf1 keeps 32 MiB for itself. */
    private static final long BYTES = 48L << 20;

    @TempDir
    Path directory;

    private Path file = Path.of("");
    private Images images = new Images();

    @BeforeEach
    void blankImages() throws IOException {
        images = new Images(directory, BYTES, "a.img", "b.img", "c.img", "d.img", "e.img", "f.img");
        file = directory.resolve("f.json");
    }

    private String shown() {
        return images.done("show --json");
    }

    private ExitCode edit(String document, String... more) throws IOException {
        Files.writeString(file, document);
        return images.type(("edit " + file + " " + String.join(" ", more)).strip());
    }

    private void edited(String document, String... more) throws IOException {
        assertThat(edit(document, more)).as(images.terminal().err()).isEqualTo(ExitCode.DONE);
    }

    private void refused(String code, String document) throws IOException {
        Map<String, byte[]> before = images.contents();
        assertThat(edit(document)).as(images.out()).isEqualTo(ExitCode.REFUSED);
        assertThat(images.terminal().err()).contains(code);
        assertThat(images.out()).isEmpty();
        images.mustBe(before);
    }

    /** The document with one text in another's place, which has to occur. */
    private static String with(String document, String from, String to) {
        assertThat(document).contains(from);
        return document.replace(from, to);
    }

    /** With a new disk in the slot of an old one. */
    private static String replaced(String document, String old, String by) {
        return with(document, in(old, "in-sync"), in(by, "rebuilding"));
    }

    private static String in(String disk, String state) {
        return "\"state\" : \"%s\",\n        \"disk\" : \"%s\"".formatted(state, disk);
    }

    private void mirror(String format, String label, String first, String second) {
        String made = images.done(
                "create " + format + " " + label + " --level 1 --size 8M --disk " + first + " --disk " + second);
        images.done("rebuild " + made.replaceAll("(?s)create: (\\S+) is there.*", "$1") + " --wait");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "asr/raid10-4disk",
                "ddf1/mdadm-raid5-ls-3",
                "hpt37x/disk-number-8",
                "hpt45x/raid5-3",
                "isw/matrix-raid10-raid5-4disk",
                "isw/raid1-rebuilding",
                "isw/raid0-member-absent",
                "jmicron/raid01-4disk",
                "lsi/raid10-4disk",
                "nvidia/jbod-3disk-shuffled",
                "pdc/raid10-4",
                "sil/raid1-spare-own-timestamp",
                "sil/raid5-4disk-degraded",
                "via/raid1-2disk"
            })
    void whatIsPrintedAndNotChangedChangesNothing(String corpusCase) throws IOException {
        Path capture = Captures.copy(corpusCase, directory);
        Map<String, String> before = Captures.contents(capture);
        Terminal terminal = images.terminal();
        assertThat(terminal.on(capture, "show", "--json")).isEqualTo(ExitCode.DONE);
        Files.writeString(file, terminal.out());
        assertThat(terminal.on(capture, "edit", file.toString()))
                .as(terminal.err())
                .isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).isEqualTo("edit: nothing to change\n");
        terminal.on(capture, "edit", file.toString(), "--json");
        assertThat(terminal.out()).contains("\"outcome\" : \"done\"", "\"changed\" : false");
        terminal.on(capture, "edit", file.toString(), "--dry-run");
        assertThat(terminal.out()).isEqualTo("nothing to do\n");
        assertThat(Captures.contents(capture)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"asr", "ddf1", "hpt37x", "hpt45x", "isw", "jmicron", "lsi", "nvidia", "pdc", "sil", "via"})
    void aMemberIsReplacedInEveryFormatThatCanBeWritten(String format) throws IOException {
        mirror(format, "data", "a.img", "b.img");
        edited(replaced(shown(), "b.img", "c.img"), "--wait");
        assertThat(images.out()).startsWith("edit: done");
        assertThat(shown())
                .contains(in("a.img", "in-sync"), in("c.img", "in-sync"))
                .contains("\"health\" : \"complete\"");
    }

    @Test
    void everyFormatThatCanBeWrittenIsInTheTestAbove() throws Exception {
        List<String> writable = Formats.all().stream()
                .filter(f -> f.writer().isPresent())
                .map(Format::name)
                .sorted()
                .toList();
        ValueSource tested = EditCommandTest.class
                .getDeclaredMethod("aMemberIsReplacedInEveryFormatThatCanBeWritten", String.class)
                .getAnnotation(ValueSource.class);
        assertThat(tested.strings()).containsExactlyElementsOf(writable);
    }

    @Test
    void setsOfTwoFormatsAreChangedInOneTransaction() throws IOException {
        mirror("isw", "data", "a.img", "b.img");
        mirror("sil", "home", "c.img", "d.img");
        String both = with(
                replaced(replaced(shown(), "b.img", "e.img"), "d.img", "f.img"),
                "\"label\" : \"home\"",
                "\"label\" : \"house\"");

        edited(both, "--dry-run");
        assertThat(images.terminal().lines().stream().filter(l -> l.contains("save the redo record")))
                .singleElement()
                .asString()
                .contains("a.img", "c.img", "e.img", "f.img");
        edited(both);
        assertThat(shown())
                .contains(in("a.img", "in-sync"), in("e.img", "rebuilding"))
                .contains(in("c.img", "in-sync"), in("f.img", "rebuilding"))
                .contains("\"label\" : \"house\"");
    }

    @Test
    void aRefusalInOneLeavesBothAlone() throws IOException {
        mirror("isw", "data", "a.img", "b.img");
        mirror("sil", "home", "c.img", "d.img");
        String both = replaced(replaced(shown(), "b.img", "e.img"), "d.img", "f.img");
        refused("sil.name", with(both, "\"label\" : \"home\"", "\"label\" : \"" + "x".repeat(40) + "\""));
        refused("isw.name", with(both, "\"label\" : \"data\"", "\"label\" : \"a/b\""));
    }

    @Test
    void setsComeAndGoAndAreRenamedInOneTransaction() throws IOException {
        mirror("isw", "data", "a.img", "b.img");
        mirror("sil", "home", "c.img", "d.img");
        String document = with(
                with(shown(), "\"label\" : \"home\"", "\"label\" : \"house\""),
                "\"label\" : \"data\",",
                "\"label\" : \"data\", \"delete\" : true,");
        edited(with(document, "} ],\n  \"interrupted\"", """
                }, { "format" : "pdc", "sets" : [ { "label" : "new", "level" : "raid0", "chunk" : 128,
                     "slots" : [ { "disk" : "e.img" }, { "disk" : "f.img" } ] } ] } ],
                  "interrupted\""""));
        assertThat(images.out()).matches("edit: done\\R  pdc_\\w+ is there\\R");
        assertThat(shown())
                .doesNotContain("a.img", "isw_")
                .contains("\"label\" : \"house\"", "\"format\" : \"pdc\"", "\"chunk\" : 128", in("f.img", "in-sync"));
    }

    @Test
    void twoSetsOfOneFormatAreMadeAtOnce() throws IOException {
        edited("""
                { "groups" : [
                  { "format" : "sil", "sets" : [ { "label" : "one", "level" : "raid1",
                    "slots" : [ { "disk" : "a.img" }, { "disk" : "b.img" } ] } ] },
                  { "format" : "sil", "sets" : [ { "label" : "two", "level" : "raid1", "sectors" : 20000,
                    "slots" : [ { "disk" : "c.img" }, { "disk" : "d.img" } ] } ] } ] }""", "--json");
        assertThat(images.out()).contains("\"changed\" : true").containsPattern("\"made\" : \\[ \"sil_");
        assertThat(shown()).contains("\"label\" : \"one\"", "\"label\" : \"two\"");
    }

    @Test
    void aSetIsMadeBesideOneThatIsThere() throws IOException {
        images.done("create isw data --level 1 --size 8M --disk a.img --disk b.img");
        images.done("rebuild data --wait");
        edited(with(shown(), "} ],\n    \"spares\"", """
                }, { "label" : "more", "level" : "raid0", "slots" : [ { "disk" : "a.img" }, { "disk" : "b.img" } ]
                } ],
                    "spares\""""));
        assertThat(shown()).contains("\"label\" : \"more\"", "\"level\" : \"raid0\"", "\"label\" : \"data\"");
    }

    @Test
    void sparesComeTakeASlotAndGo() throws IOException {
        mirror("ddf1", "home", "a.img", "b.img");
        edited(with(shown(), "\"spares\" : [ ]", "\"spares\" : [ \"c.img\", \"d.img\" ]"));
        String document = shown();
        assertThat(document).contains("\"spares\" : [ \"c.img\", \"d.img\" ]");
        refused("edit.disk-twice", replaced(document, "b.img", "c.img"));
        edited(with(replaced(document, "b.img", "c.img"), "\"spares\" : [ \"c.img\", \"d.img\" ]", "\"spares\" : [ ]"));
        document = shown();
        assertThat(document).contains(in("c.img", "rebuilding"), "\"stale\" : [ \"b.img\" ]", "\"spares\" : [ ]");
        edited(with(document, "\"stale\" : [ \"b.img\" ]", "\"stale\" : [ ]"));
        images.done("scan");
        assertThat(images.terminal().lines()).anyMatch(l -> l.contains("b.img ") && l.endsWith("no RAID metadata"));
    }

    /** An Intel spare that no family has taken yet is a group of its own. */
    @Test
    void aSpareThatIsAloneTakesASlotOfAnotherGroup() throws IOException {
        mirror("isw", "data", "a.img", "b.img");
        images.done("spare data c.img");
        String document = shown();
        refused("edit.disk-twice", replaced(document, "b.img", "c.img"));
        edited(with(replaced(document, "b.img", "c.img"), "\"spares\" : [ \"c.img\" ]", "\"spares\" : [ ]"));
        assertThat(shown()).contains(in("c.img", "rebuilding")).doesNotContain("\"spares\" : [ \"c.img\" ]");
    }

    @Test
    void aMemberFailsAndItsDiskIsErasedAndBack() throws IOException {
        mirror("isw", "data", "a.img", "b.img");
        edited(with(shown(), in("b.img", "in-sync"), in("b.img", "failed")));
        String document = shown();
        assertThat(document)
                .contains("\"state\" : \"failed\"", "\"stale\" : [ \"b.img\" ]", "\"health\" : \"degraded\"");
        String slot = "\"state\" : \"failed\",";
        refused("edit.disk-twice", with(document, slot, "\"state\" : \"rebuilding\", \"disk\" : \"b.img\","));
        edited(
                with(with(document, slot, "\"disk\" : \"b.img\","), "\"stale\" : [ \"b.img\" ]", "\"stale\" : [ ]")
                        .replaceAll("\"label\" : \"[^\"]*\"\n *} ]", "\"sectors\" : 16384 } ]"),
                "--wait");
        assertThat(shown()).contains(in("b.img", "in-sync"), "\"stale\" : [ ]", "\"health\" : \"complete\"");
    }

    @Test
    void aCopyThatIsOutOfDateIsRefused() throws IOException {
        mirror("sil", "home", "a.img", "b.img");
        String old = shown();
        images.done("rename home house");
        refused("edit.outdated", old);
        images.done("rename house home");
        edited(old);
        images.done("replace home b.img c.img");
        refused("edit.outdated", old);
        String undated =
                old.replaceAll("\"(revision|health)\" : \"\\w+\",", "").replaceAll(",\\s+\"stale\" : \\[ ]", "");
        refused("edit.not-rebuilt", undated);
    }

    @Test
    void oneSetAloneCanBeEdited() throws IOException {
        images.done("create isw one --level 1 --size 8M --disk a.img --disk b.img");
        images.done("rebuild one --wait");
        images.done("create isw two --level 0 --size 4M --disk a.img --disk b.img");
        String document = images.done("show one --json");
        assertThat(document).doesNotContain("\"two\"");
        edited(with(document, "\"label\" : \"one\"", "\"label\" : \"first\""));
        assertThat(shown()).contains("\"label\" : \"first\"", "\"label\" : \"two\"");
    }

    @Test
    void whatBearsSomethingIsTakenByForceOnly() throws IOException {
        mirror("sil", "home", "a.img", "b.img");
        try (var disk = new RandomAccessFile(directory.resolve("c.img").toFile(), "rw")) {
            disk.seek(512);
            disk.writeBytes("LABELONE");
        }
        String document = replaced(shown(), "b.img", "c.img");
        refused("disk.not-blank", document);
        edited(document, "--force");
    }

    /** What is there, what is written instead, the refusal, and where. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"disk\" : \"b.img\"|\"disk\" : \"c.img\"|edit.not-rebuilt|",
                "\"disk\" : \"b.img\"|\"disk\" : \"a.img\"|edit.not-rebuilt|",
                "\"disk\" : \"b.img\"|\"disk\" : \"nosuch\"|cli.name|:26:",
                "\"level\" : \"raid1\"|\"level\" : \"raid0\"|edit.reshape|:11:",
                "\"chunk\" : 0|\"chunk\" : 8|edit.reshape|:13:",
                "\"sectors\" : 16384,|\"sectors\" : 1,|edit.reshape|:12:",
                "\"start\" : 0|\"start\" : 8|edit.reshape|:21:",
                "\"slot\" : 1|\"slot\" : 0|edit.slot|:24:",
                "\"health\" : \"complete\"|\"health\" : \"degraded\"|edit.follows|:14:",
                "\"resync\" : \"clean\"|\"resync\" : \"dirty\"|edit.follows|:15:",
                "\"mapping\" : \"inactive\"|\"mapping\" : \"active\"|edit.follows|:16:",
                "\"state\" : \"in-sync\"|\"state\" : \"broken\"|edit.state|:19:",
                "\"state\" : \"in-sync\"|\"state\" : \"failed\"|change.not-enough-members|",
                "\"state\" : \"in-sync\"|\"state\" : \"rebuilding\"|edit.otherwise|",
                "\"format\" : \"sil\"|\"format\" : \"isw\"|edit.format|:6:",
                "\"spares\" : [ ]|\"spares\" : [ \"a.img\" ]|edit.disk-twice|",
                "\"stale\" : [ ]|\"stale\" : [ \"c.img\" ]|edit.otherwise|",
                "\"label\" : \"home\",|\"label\" : \"other\", \"delete\" : true,|edit.delete-alone|:8:",
                "\"revision\" : \"|\"revision\" : \"0|edit.outdated|:7:",
            })
    void whatCannotBeIsRefusedWhereItStands(String from, String to, String code, @Nullable String place)
            throws IOException {
        mirror("sil", "home", "a.img", "b.img");
        refused(code, with(shown(), from, to));
        if (place != null) {
            assertThat(images.terminal().err()).contains(file + place);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"groups\":[{\"name\":\"sil_x\"}]}|edit.no-group",
                "{\"groups\":[{\"format\":\"sil\"}]}|edit.create",
                "{\"groups\":[{\"sets\":[{\"label\":\"x\",\"level\":\"raid1\"}]}]}|edit.create",
                "{\"groups\":[{\"format\":\"sil\",\"sets\":[{\"name\":\"x\",\"level\":\"raid1\"}]}]}|edit.no-set",
                "{\"groups\":[{\"format\":\"sil\",\"sets\":[{\"label\":\"x\"}]}]}|edit.create",
                "{\"groups\":[{\"format\":\"nosuch\",\"sets\":[{\"label\":\"x\",\"level\":\"raid1\"}]}]}|cli.format",
                "{\"groups\":[{\"format\":\"sil\",\"sets\":[{\"label\":\"x\",\"level\":\"raid7\"}]}]}|cli.level",
                "{\"groups\":[{\"format\":\"sil\",\"sets\":[{\"label\":\"x\",\"level\":\"raid1\"}]}]}|sil.members",
                "{\"groups\":[{\"format\":\"sil\",\"sets\":[{\"label\":\"x\",\"level\":\"raid1\",\"slots\":[{\"disk\":\"a.img\"},{\"disk\":\"a.img\"}]}]}]}|create.disk-twice",
                "{\"groups\":[{\"format\":\"sil\",\"sets\":[{\"label\":\"x\",\"level\":\"raid1\",\"slots\":[{\"disk\":\"a.img\",\"state\":\"in-sync\"}]}]}]}|edit.create",
                "{\"groups\":[{\"format\":\"sil\",\"sets\":[{\"label\":\"x\",\"level\":\"raid1\",\"delete\":true}]}]}|edit.no-set",
            })
    void whatCannotBeMadeIsRefused(String document, String code) throws IOException {
        refused(code, document);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "|1:1",
                "{|1:",
                "[]|1:1",
                "{}|1:1",
                "{\"groups\":{}}|1:11",
                "{\"groups\":[]} x|1:",
                "{\"groups\":[7]}|1:12",
                "{\"groups\":[{\"nmae\":\"x\"}]}|1:20",
                "{\"groups\":[{\"name\":7}]}|1:20",
                "{\"groups\":[{\"name\":\"x\",\"name\":\"x\"}]}|1:",
                "{\"schema\":2,\"groups\":[]}|1:11",
                "{\"command\":\"scan\",\"groups\":[]}|1:12",
                "{\"groups\":[{\"sets\":[{\"chunk\":-1}]}]}|1:30",
                "{\"groups\":[{\"sets\":[{\"chunk\":1.5}]}]}|1:30",
                "{\"groups\":[{\"sets\":[{\"delete\":\"yes\"}]}]}|1:31",
                "{\"groups\":[{\"sets\":[{\"slots\":[{\"set\":{\"delete\":true}}]}]}]}|1:",
            })
    void whatIsNotUnderstoodIsToldWithItsPlace(@Nullable String document, String place) throws IOException {
        String text = document == null ? "" : document;
        assertThat(edit(text)).isEqualTo(ExitCode.USAGE);
        assertThat(images.terminal().err()).startsWith("dmkit: " + file + ":" + place);
        assertThat(edit(text, "--json")).isEqualTo(ExitCode.USAGE);
        assertThat(images.out()).contains("\"outcome\" : \"refused\"", "\"code\" : \"cli.misread\"");
    }

    @Test
    void theLineAndTheColumnAreThoseOfAnEditor() throws IOException {
        edit("{ \"groups\" : [\n  { \"name\" : \"ä\", \"sets\" : [\n      oops ] } ] }");
        assertThat(images.terminal().err()).startsWith("dmkit: " + file + ":3:");
        Files.write(file, new byte[] {'{', '\n', ' ', (byte) 0xff});
        assertThat(images.type("edit " + file)).isEqualTo(ExitCode.USAGE);
        assertThat(images.terminal().err()).startsWith("dmkit: " + file + ":2:2: ");
        assertThat(images.type("edit " + directory.resolve("nosuch"))).isEqualTo(ExitCode.REFUSED);
        assertThat(images.terminal().err()).contains("nosuch: no such file");
    }

    /** A stripe below a mirror falls as a whole, and the document has to say so. */
    @Test
    void whatFallsWithAMemberIsSaidToo() throws IOException {
        images.done("create sil data --level 10 --disk a.img --disk b.img --disk c.img --disk d.img");
        images.done("rebuild data --wait");
        String document = shown();
        String one = document.replaceAll(
                "\"state\" : \"in-sync\",(\\s*)\"disk\" : \"d.img\"",
                "\"state\" : \"rebuilding\",$1\"disk\" : \"e.img\"");
        refused("edit.otherwise", one);
        String other = images.terminal().err().replaceAll("(?s).*/(.\\.img) rebuilding then.*", "$1");
        edited(
                one.replaceAll(
                        "\"state\" : \"in-sync\",(\\s*)\"disk\" : \"" + other + "\"",
                        "\"state\" : \"rebuilding\",$1\"disk\" : \"" + other + "\""),
                "--wait");
        assertThat(shown())
                .contains("\"disk\" : \"e.img\"", "\"health\" : \"complete\"")
                .doesNotContain("rebuilding");
    }

    @Test
    void whatIsInterruptedIsBroughtToItsEndAsOne() throws IOException {
        var machine = new LastingMachine(Captures.copy("isw/raid1-2disk", directory));
        machine.type("show --json");
        Files.writeString(file, with(machine.out(), "\"label\" : \"mirror\"", "\"label\" : \"home\""));
        machine.interrupt("edit " + file);
        assertThat(machine.type("recover")).isEqualTo(ExitCode.DONE);
        assertThat(machine.out().lines()).containsExactly("isw_h: an interrupted change was completed");
        machine.type("show --json");
        assertThat(machine.out()).contains("\"label\" : \"home\"");
    }
}
