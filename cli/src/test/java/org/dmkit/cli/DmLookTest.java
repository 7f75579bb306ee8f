package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dmkit.cli.dm.Dm;
import org.dmkit.cli.dm.Keys;
import org.dmkit.cli.dm.User;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.linux.DeviceNumber;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code dmkit dm} shows. */
class DmLookTest {
    private final DmShell shell = new DmShell();

    @BeforeEach
    void someDevices() throws Exception {
        device("stripe", "U-1", "0 2048 striped 2 128 8:0 0 8:16 0");
        device("top", "", "0 1024 linear /dev/mapper/stripe 8\n1024 8 zero");
    }

    private void device(String name, String uuid, String table) throws Exception {
        shell.mapper.create(new DmName(name), new DmUuid(uuid));
        shell.mapper.load(new DmName(name), Table.parse(table), false);
        shell.mapper.resume(new DmName(name));
    }

    @Test
    void devicesAreListedByName() {
        assertThat(shell.dm("ls")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines()).containsExactly("stripe\t253:0", "top\t253:1");
    }

    @Test
    void aDeviceIsFoundByNameUuidNumberAndNode() {
        for (String word : new String[] {"stripe", "uuid:U-1", "253:0", "/dev/mapper/stripe"}) {
            assertThat(shell.dm("table", word)).isEqualTo(ExitCode.DONE);
            assertThat(shell.lines()).containsExactly("0 2048 striped 2 128 8:0 0 8:16 0");
        }
        assertThat(shell.dm("table", "uuid:U-2")).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.err()).isEqualTo("dmkit: there is no mapped device uuid:U-2; dmkit dm ls [dm.no-device]\n");
    }

    @Test
    void allTablesHaveTheirNamesInFront() throws IOException {
        shell.dm("table");
        assertThat(shell.lines())
                .containsExactly(
                        "stripe: 0 2048 striped 2 128 8:0 0 8:16 0", "top: 0 1024 linear 253:0 8", "top: 1024 8 zero");
    }

    @Test
    void aDeviceWithoutATableIsListedAllTheSame() throws IOException {
        shell.mapper.create(new DmName("empty"), DmUuid.NONE);
        shell.dm("table");
        assertThat(shell.lines()).startsWith("empty:");
        shell.dm("status");
        assertThat(shell.lines()).startsWith("empty:");
        shell.dm("table", "empty");
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void theTreeHasWhatEachStandsOn() {
        assertThat(shell.dm("ls", "--tree")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines())
                .containsExactly("top (253:1)", "`- stripe (253:0)", "   |- sda (8:0)", "   `- sdb (8:16)");
        shell.dm("deps");
        assertThat(shell.lines()).containsExactly("stripe: 8:0 8:16", "top: 253:0");
    }

    @Test
    void upwardsTheTreeHasWhatStandsOnEach() {
        shell.users.put(
                new DeviceNumber(253, 1),
                List.of(new User(User.Kind.MOUNT, "/mnt", 0), new User(User.Kind.OPEN, "sh", 7)));
        shell.users.put(
                new DeviceNumber(253, 0),
                List.of(new User(User.Kind.HOLDER, "top", 0), new User(User.Kind.HOLDER, "md0", 0)));
        assertThat(shell.dm("ls", "--tree=up")).isEqualTo(ExitCode.DONE);
        List<String> from =
                List.of("`- stripe (253:0)", "   |- top (253:1)", "   |  `- mounted at /mnt", "   `- held by md0");
        var all = new ArrayList<String>(List.of("sda (8:0)"));
        all.addAll(from);
        all.add("sdb (8:16)");
        all.addAll(from);
        assertThat(shell.lines()).isEqualTo(all);
        assertThat(shell.dm("ls", "--tree", "up", "--select", "name=stripe", "--json"))
                .isEqualTo(ExitCode.DONE);
        assertThat(shell.out().replaceAll("\\s", ""))
                .contains("\"heldBy\":[\"253:1\"],\"users\":[{\"use\":\"holder\",\"name\":\"md0\"}]")
                .doesNotContain("\"name\":\"top\"");
        assertThat(shell.dm("ls", "--tree=sideways")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).startsWith("dmkit: not --tree=down or --tree=up: sideways");
    }

    @Test
    void devicesAreChosenByTargetAndByWhatInfoTells() throws Exception {
        device("ro", "U 2", "0 8 error");
        shell.dm("load", "ro", "zero:8", "--readonly");
        shell.dm("resume", "ro");
        shell.dm("suspend", "ro");
        for (var each : Map.of(
                        "--target zero", "ro top",
                        "--target striped", "stripe",
                        "--target raid", "",
                        "--select open>0", "stripe",
                        "--select open=0&&state!=suspended", "top",
                        "--select targets>=2", "top",
                        "--select targets<2", "ro stripe",
                        "--select readOnly=true", "ro",
                        "--select uuid='U 2'", "ro",
                        "--target linear --select open<=0", "top")
                .entrySet()) {
            var words = new ArrayList<String>(List.of("ls"));
            words.addAll(List.of(each.getKey().split(" (?=--)| (?![^']*'$)", -1)));
            assertThat(shell.dm(words.toArray(String[]::new)))
                    .as(words + shell.err())
                    .isEqualTo(ExitCode.DONE);
            assertThat(shell.lines().stream().map(l -> l.split("\t", -1)[0]).collect(Collectors.joining(" ")))
                    .as(each.getKey())
                    .isEqualTo(each.getValue());
        }
        assertThat(shell.dm("ls", "--tree", "--target", "striped")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines()).containsExactly("stripe (253:0)", "|- sda (8:0)", "`- sdb (8:16)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nmae = top|line 1, word 1: there is no field nmae; there are name, uuid, number, state, readOnly,"
                        + " activeTable, inactiveTable, open, targets, event, injected [dm.field]",
                "open>0 && opne=1|line 1, word 5: there is no field opne; there are name, uuid, number, state, readOnly,"
                        + " activeTable, inactiveTable, open, targets, event, injected [dm.field]",
                "open > many|line 1, word 3: open is a number, and not many [dm.select]",
                "open > 1~&& name < b|line 2, word 3: name is no number; there are = and != [dm.select]",
                "readOnly = yes|line 1, word 3: readOnly is true or false, and not yes [dm.select]",
                "open 1|line 1, word 2: not an operator: 1; = != < <= > >= [dm.select]",
                "open|line 1, word 1: an operator should follow [dm.select]",
                "open =|line 1, word 2: a value should follow [dm.select]",
                "open = =|line 1, word 3: a value should stand here, and not = [dm.select]",
                "open = 1 name = x|line 1, word 4: terms are joined by && [dm.select]",
                "open = 1 &&|line 1, word 4: nothing follows [dm.select]",
                "&& open = 1|line 1, word 1: a field should stand here, and not && [dm.select]",
                "name = 'x|line 1, word 3: this quote is not closed [dm.select]",
                "~|line 1, word 1: nothing is selected by; FIELD OPERATOR VALUE [dm.select]",
            })
    void whatSelectsNothingIsToldWithLineAndWord(String expression, String message) {
        assertThat(shell.dm("ls", "--select", expression.replace('~', '\n'))).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.err()).isEqualTo("dmkit: " + message + "\n");
        assertThat(shell.out()).isEmpty();
    }

    /** The simulated kernel has no crypt: it only says that it has. */
    @Test
    void keysAreShownOnlyIfAskedFor() throws Exception {
        Table crypt = Table.parse("0 8 crypt aes-xts-plain64 0123abcd 0 8:0 0");
        assertThat(Keys.hidden("crypt", "aes-xts-plain64 0123abcd 0 8:0 0"))
                .isEqualTo("aes-xts-plain64 00000000 0 8:0 0");
        shell.printed.put(new DmName("top"), crypt);
        shell.dm("table", "top");
        assertThat(shell.lines()).containsExactly("0 8 crypt aes-xts-plain64 00000000 0 8:0 0");
        shell.dm("table", "top", "--concise");
        assertThat(shell.out()).doesNotContain("0123abcd");
        shell.dm("table", "top", "--json");
        assertThat(shell.out()).doesNotContain("0123abcd");
        shell.dm("table", "top", "--show-keys");
        assertThat(shell.lines()).containsExactly("0 8 crypt aes-xts-plain64 0123abcd 0 8:0 0");
        shell.dm("inject", "top", "--flakey", "--dry-run");
        assertThat(shell.lines().getFirst())
                .isEqualTo("  1  create helper dmkit-inject-253-1: 0 8 crypt aes-xts-plain64 00000000 0 8:0 0");
        shell.dm("inject", "top", "--flakey", "--dry-run", "--json");
        assertThat(shell.out()).contains("00000000").doesNotContain("0123abcd");
    }

    @Test
    void aTableThatWaitsIsShownApart() throws Exception {
        shell.mapper.load(new DmName("top"), Table.parse("0 8 zero"), false);
        shell.dm("table", "top", "--inactive");
        assertThat(shell.lines()).containsExactly("0 8 zero");
        shell.dm("info", "top");
        assertThat(shell.lines()).contains("inactiveTable  true", "state          active", "uuid");
        shell.dm("deps", "top", "--inactive");
        assertThat(shell.lines()).containsExactly("top:");
    }

    @Test
    void theConciseFormSeparatesWhatNamesMayHold() throws Exception {
        device("a,b", "", "0 8 zero\n8 8 error");
        shell.dm("table", "a,b", "--concise");
        assertThat(shell.lines()).containsExactly("a\\,b,,2,rw,0 8 zero,8 8 error");
        shell.dm("table", "--concise");
        assertThat(shell.lines()).hasSize(1);
        assertThat(shell.out()).contains(";stripe,U-1,0,rw,0 2048 striped 2 128 8:0 0 8:16 0;top,");
    }

    @Test
    void aKnownStatusIsTypedAndAlwaysRawToo() throws Exception {
        device("mirror", "", "0 2048 mirror core 2 512 nosync 2 8:0 2048 8:32 0");
        assertThat(shell.dm("status", "mirror", "--json")).isEqualTo(ExitCode.DONE);
        assertThat(shell.out())
                .contains("\"raw\" : \"2 8:0 8:32 4/4 1 AA 1 core\"", "\"health\" : \"AA\"", "\"total\" : 4");
        shell.dm("status", "top");
        assertThat(shell.lines()).containsExactly("0 1024 linear", "1024 8 zero");
    }

    @Test
    void anExportHasTheDevicesTheirParametersAndWhatTheyStandOn() {
        assertThat(shell.dm("export")).isEqualTo(ExitCode.DONE);
        assertThat(shell.out().replaceAll("\\s", ""))
                .startsWith("{\"schema\":1,\"command\":\"dmexport\",\"devices\":[{\"name\":\"stripe\",\"uuid\":\"U-1\"")
                .contains("\"chunk\":128,\"legs\":[{\"device\":\"8:0\",\"offset\":0},{\"device\":\"8:16\"")
                .endsWith("\"blocks\":[{\"number\":\"8:0\",\"name\":\"sda\",\"sectors\":4096,\"sectorSize\":512},"
                        + "{\"number\":\"8:16\",\"name\":\"sdb\",\"sectors\":4096,\"sectorSize\":512}]}");
        shell.dm("export", "top");
        assertThat(shell.out()).contains("\"device\" : \"/dev/mapper/stripe\"").doesNotContain("\"name\" : \"stripe\"");
    }

    @Test
    void theKernelTellsItsVersions() throws IOException {
        shell.dm("version");
        assertThat(shell.lines()).containsExactly(shell.mapper.version().toString());
        shell.dm("targets");
        assertThat(shell.lines()).contains("striped          v1.6.0").isSorted();
    }

    @Test
    void anOptionMayStandBeforeDmAndBehindTheVerb() {
        assertThat(shell.type("--json", "dm", "ls")).isEqualTo(ExitCode.DONE);
        assertThat(shell.out()).contains("\"command\" : \"dm ls\"", "\"uuid\" : \"U-1\"");
        String before = shell.out();
        shell.dm("ls", "--json");
        assertThat(shell.out()).isEqualTo(before);
    }

    @Test
    void wordsThatMeanNothingAreTold() {
        assertThat(shell.dm("lss")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.dm("ls", "--lod")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.dm("table", "a/b")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.dm("table", "a", "b")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.type("--dry-run", "dm", "ls")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.type("--disks", "a.img", "dm", "ls")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void everyVerbExplainsItself() {
        assertThat(shell.dm()).isEqualTo(ExitCode.DONE);
        String all = shell.out();
        for (String verb : Dm.verbs()) {
            assertThat(all).contains("  " + verb);
            assertThat(shell.dm(verb, "--help")).as(verb).isEqualTo(ExitCode.DONE);
            assertThat(shell.out()).startsWith("Usage: dmkit dm " + verb);
        }
    }
}
