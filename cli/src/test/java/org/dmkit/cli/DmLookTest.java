package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.dmkit.cli.dm.Dm;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
