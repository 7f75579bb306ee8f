package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.cli.dmraid.Dmraid;
import org.dmkit.cli.program.Streams;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dmraid's callers do, on copies of captures. */
class DmraidCommandTest {
    private static final Path CORPUS = Path.of(System.getProperty("dmkit.root", ".."), "corpus");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    private Path mirror = Path.of("");

    @BeforeEach
    void copyMirror() throws IOException {
        mirror = copy("isw/raid1-2disk");
    }

    private Path copy(String name) throws IOException {
        Path to = Files.createDirectories(directory.resolve(name));
        try (Stream<Path> files = Files.list(CORPUS.resolve(name))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    /** Runs it with something typed; the status. */
    private int dmraid(Path capture, String typed, String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var console = new Console(new PrintWriter(out), new PrintWriter(err), Style.PLAIN, false);
        var options =
                new Options(List.of(capture.toString()), Optional.empty(), true, false, false, Optional.empty(), false);
        var invocation =
                new Invocation(Grammar.of(Main.commands()).parseArgs("scan"), options, console, Workplace::open);
        return Dmraid.run(
                List.of(words),
                new DmraidCommand.Here(invocation, directory),
                new Streams(console.out(), console.err(), new StringReader(typed)));
    }

    @Test
    void debiansActivationScriptFindsVolumesTypesAndCounts() {
        assertThat(dmraid(mirror, "", "-i", "-r", "-cr", "/dev//dev/sda")).isZero();
        assertThat(out.toString()).isEqualTo("isw_h\n");
        assertThat(dmraid(mirror, "", "-i", "-n", "/dev/sda")).isZero();
        assertThat(out.toString().lines().filter(l -> l.contains("volume")))
                .containsExactly("0x138 isw_dev[0].volume: \"          mirror\"");
        assertThat(dmraid(mirror, "", "-i", "-si", "-ct", "isw_h_mirror")).isZero();
        assertThat(out.toString()).isEqualTo("mirror\n");
        assertThat(dmraid(mirror, "", "-i", "-si", "-cd", "isw_h_mirror")).isZero();
        assertThat(out.toString()).isEqualTo("2\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aSpareOfASetIsNoneOfItsDevices() throws IOException {
        assertThat(dmraid(copy("jmicron/raid1-degraded-with-spare"), "", "-s")).isZero();
        assertThat(out.toString()).contains("size   : 204672\n", "devs   : 1\n", "spares : 1\n");
    }

    @Test
    void aMirrorOfWhichOnlyASpareIsLeftIsForgotten() throws IOException {
        Path spare = copy("nvidia/raid1-degraded-with-spare");
        Files.writeString(spare.resolve("sda.sectors"), "");
        assertThat(dmraid(spare, "", "-s", "-s")).isOne();
        assertThat(out.toString()).isEqualTo("no raid sets\n");
        assertThat(err.toString()).contains("removing inconsistent RAID set \"nvidia_jdedhich\"");
    }

    @Test
    void blanksBehindANameDoNotCount() {
        assertThat(dmraid(mirror, "", "-s", "-c", "isw_h_mirror      ")).isZero();
        assertThat(out.toString()).isEqualTo("isw_h_mirror\n");
        assertThat(dmraid(mirror, "", "-s", "-c", " ")).isOne();
        assertThat(dmraid(mirror, "", "-s", "-c", "")).isOne();
    }

    /** These lines are dmraid's, too; it has more. */
    @Test
    void debuggingTellsTheDisksOfASetAndHowItStands() throws IOException {
        assertThat(dmraid(copy("nvidia/raid0-2disk-64k"), "", "-d", "-s", "-c")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "DEBUG: checking nvidia device \"/dev/sda\"",
                        "DEBUG: checking nvidia device \"/dev/sdb\"",
                        "DEBUG: set status of set \"nvidia_jdedhich\" to 16",
                        "nvidia_jdedhich");
    }

    @Test
    void columnsMayComeBeforeSets() {
        assertThat(dmraid(mirror, "", "-c", "-s")).isZero();
        assertThat(out.toString()).isEqualTo("isw_h_mirror\n");
        assertThat(dmraid(mirror, "", "-s", "-c", "-c", "isw_h_mirror")).isZero();
        assertThat(out.toString()).isEqualTo("isw_h_mirror:411648:128:mirror:ok:0:2:0\n");
        assertThat(dmraid(mirror, "", "-s", "--sep", ":", "-craid:type,x:foo")).isZero();
        assertThat(out.toString()).isEqualTo("isw_h_mirror:*ERR*:*ERR*\n");
    }

    @Test
    void aSetIsNamedByTheBeginningOfItsName() {
        assertThat(dmraid(mirror, "", "-s", "-c", "isw")).isZero();
        assertThat(out.toString()).isEqualTo("isw_h_mirror\n");
    }

    @Test
    void nothingFoundIsSaidWhereAnswersGo() {
        assertThat(dmraid(mirror, "", "-s", "-f", "sil,ddf1", "one", "two")).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("no raid disks with format: \"sil,ddf1\" and with names: \"one,two\"\n");
        assertThat(dmraid(mirror, "", "-s", "nobody")).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("no raid sets and with names: \"nobody\"\n");
        assertThat(dmraid(mirror, "", "-b", "nobody")).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("no block devices found\n");
    }

    @Test
    void aDegradedSetStartsAndSaysSo() throws IOException {
        assertThat(dmraid(copy("isw/raid1-degraded-marked"), "", "-ay")).isZero();
        assertThat(out.toString()).isEqualTo("RAID set \"isw_edjaebbab_half\" was activated\n");
        assertThat(err.toString()).contains("ERROR: creating degraded mirror mapping for \"isw_edjaebbab_half\"");
    }

    /** Adds disks with nothing on them. */
    private static Path withBlank(Path capture, String... names) throws IOException {
        Path file = capture.resolve("case.json");
        for (String name : names) {
            String disk = "{\"name\":\"%s\",\"sectors\":1048576,\"serial\":\"NEW-%s\",\"meta\":\"%s.sectors\"}, "
                    .formatted(name, name, name);
            Files.writeString(file, Files.readString(file).replaceFirst("(\"disks\": \\[)", "$1" + disk));
            Files.writeString(capture.resolve(name + ".sectors"), "");
        }
        return capture;
    }

    @Test
    void aSetIsMadeGetsASpareAndIsRemoved() throws IOException {
        withBlank(mirror, "sdc", "sdd", "sde");
        String[] create = {"-f", "isw", "-C", "New", "--type", "1", "--size", "200m", "--disk", "/dev/sdc", "/dev/sdd"};
        assertThat(dmraid(mirror, "n\n", create)).isZero();
        assertThat(dmraid(mirror, "", "-s", "-c")).isZero();
        assertThat(out.toString()).isEqualTo("isw_h_mirror\n");

        assertThat(dmraid(mirror, "y\n", create)).isZero();
        assertThat(out.toString())
                .contains("RAID name:      New\nRAID type:      RAID1\nRAID size:      0G (409600 blocks)\n")
                .contains("DISKS:     /dev/sdc, /dev/sdd, ");
        assertThat(dmraid(mirror, "", "-s", "-c")).isZero();
        String set = out.toString()
                .lines()
                .filter(l -> l.endsWith("_New"))
                .findFirst()
                .orElseThrow();
        assertThat(dmraid(mirror, "", "-s", "-csi", set)).isZero();
        // dmraid's size is with what lies behind the data.
        assertThat(out.toString()).isEqualTo((409600 + 2048) + "\n");

        assertThat(dmraid(mirror, "y\n", "-f", "isw", "-S", "-M", "/dev/sde")).isZero();
        assertThat(out.toString()).contains("DISK:     /dev/sde ");
        assertThat(dmraid(mirror, "", "-r", "-ct", "/dev/sde")).isZero();
        assertThat(out.toString()).isEqualTo("spare\n");

        assertThat(dmraid(mirror, "n\n", "-x", set)).isZero();
        assertThat(dmraid(mirror, "y\n", "-x", set)).isZero();
        assertThat(out.toString()).contains("About to delete RAID set\n" + set);
        assertThat(dmraid(mirror, "", "-s", "-c")).isZero();
        assertThat(out.toString()).doesNotContain("_New");
    }

    @Test
    void aLostMemberIsRebuiltOnTheDiskThatIsNamed() throws IOException {
        Path degraded = withBlank(copy("isw/raid1-degraded-marked"), "sdn");
        assertThat(dmraid(degraded, "", "-R", "isw_edjaebbab_half", "/dev/sdn")).isZero();
        assertThat(dmraid(degraded, "", "-s", "-cstat,dev", "isw_edjaebbab_half"))
                .isZero();
        assertThat(out.toString()).isEqualTo("nosync,2\n");
        assertThat(dmraid(mirror, "", "-R", "isw_h_mirror", "/dev/sda")).isEqualTo(1);
        assertThat(err.toString()).contains("isw_h_mirror has lost no member");
    }

    @Test
    void whatIsInASetOrBearsSomethingIsNotTaken() throws IOException {
        Path sil = copy("sil/raid1-3way");
        assertThat(dmraid(sil, "y\n", "-f", "isw", "-C", "New", "--type", "1", "--disk", "/dev/sda", "/dev/sdb"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("disk.other-format");
        assertThat(dmraid(mirror, "y\n", "-C", "New", "--type", "1", "--disk", "/dev/sda", "/dev/sdb"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("-f FORMAT");
    }

    @Test
    void dumpsCanBeWrittenBackWhereTheyCameFrom() throws IOException {
        assertThat(dmraid(mirror, "", "-r", "-D")).isZero();
        Path dumps = directory.resolve("dmraid.isw");
        assertThat(Files.readString(dumps.resolve("sda.size"))).isEqualTo("1048576\n");
        // One sector in front of the anchor, the anchor, and the migration record behind it.
        assertThat(Files.readString(dumps.resolve("sda.offset"))).isEqualTo((1048576L - 2) * 512 + "\n");
        assertThat(new String(Files.readAllBytes(dumps.resolve("sda.dat")), 0, 22, StandardCharsets.US_ASCII))
                .isEqualTo("Intel Raid ISM Cfg Sig");
    }

    @Test
    void erasingAsksForEachDiskAndAgainForWhatIsNoAnswer() {
        assertThat(dmraid(mirror, "what?\nY\nn\n", "-r", "-E")).isZero();
        assertThat(out.toString())
                .isEqualTo("Do you really want to erase \"isw\" ondisk metadata on /dev/sda ? [y/n] :".repeat(2)
                        + "Do you really want to erase \"isw\" ondisk metadata on /dev/sdb ? [y/n] :");
        dmraid(mirror, "", "-r", "-c");
        assertThat(out.toString()).isEqualTo("/dev/sdb\n");
        assertThat(directory.resolve("dmraid.isw/sda.dat")).exists();
    }

    @Test
    void theEndOfTheInputIsANo() {
        assertThat(dmraid(mirror, "", "-r", "-E")).isZero();
        dmraid(mirror, "", "-r", "-c");
        assertThat(out.toString()).isEqualTo("/dev/sda\n/dev/sdb\n");
    }

    @Test
    void optionsBehindTheWordAreDmraids() {
        var terminal = new Terminal();
        assertThat(terminal.on(mirror, "dmraid", "--help")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).startsWith("dmraid: Device-Mapper Software RAID tool\n");
        assertThat(terminal.type("dmraid", "--json")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.err()).isEqualTo("dmraid: unrecognized option '--json'\n");
    }
}
