package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A new user's way on image files, word by word. */
class CreateCommandTest {
    private static final long BYTES = 32L << 20;

    private final Terminal terminal = new Terminal();

    @TempDir
    Path directory;

    @BeforeEach
    void images() throws IOException {
        for (String name : List.of("a.img", "b.img", "c.img", "d.img")) {
            try (var file = new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
                file.setLength(BYTES);
            }
        }
    }

    private ExitCode dmkit(String words) {
        var all = new ArrayList<String>();
        for (String name : List.of("a.img", "b.img", "c.img", "d.img")) {
            all.add("--disks");
            all.add(directory.resolve(name).toString());
        }
        all.add("--write");
        Stream.of(words.split(" ", -1)).forEach(all::add);
        return terminal.type(all.toArray(String[]::new));
    }

    private void done(String words) {
        assertThat(dmkit(words)).as("%s: %s", words, terminal.err()).isEqualTo(ExitCode.DONE);
    }

    private void refused(String code, String words) {
        assertThat(dmkit(words)).as(words).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.err()).contains(code);
    }

    private byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(directory.resolve(name));
    }

    @ParameterizedTest
    @CsvSource({"isw, 26 MiB", "sil, 31 MiB"})
    void aMirrorFromBirthToDeath(String format, String size) {
        done("create " + format + " data --level 1 --disk a.img --disk b.img --spare c.img");
        assertThat(terminal.out()).matches("create: " + format + "_\\w+ is there\\R");
        done("show data");
        assertThat(terminal.out())
                .contains("RAID 1", "complete  inactive  resyncing")
                .contains(size);
        done("rebuild data --wait");
        done("show data");
        assertThat(terminal.out()).contains("complete  inactive").doesNotContain("resyncing");
        done("activate data");
        done("replace data b.img d.img --wait");
        done("rename data home");
        done("show home");
        assertThat(terminal.out()).contains("d.img").contains("complete");
        done("show");
        assertThat(terminal.out()).contains("c.img  32 MiB  spare");
        done("delete home");
        done("show");
        assertThat(terminal.out()).doesNotContain("RAID 1");
        refused("cli.name", "show home");
    }

    @Test
    void aMirrorWithoutANameFromBirthToDeath() {
        done("create via data --level 1 --disk a.img --disk b.img --spare c.img");
        assertThat(terminal.out())
                .matches("create: via_[a-j]+ is there, called by its members: the format has no other names\\R");
        done("rebuild via_ --wait");
        done("activate via_");
        done("replace via_ b.img d.img --wait");
        done("show");
        assertThat(terminal.out()).contains("complete", "d.img", "c.img  32 MiB  spare");
        refused("via.name", "rename via_ home");
        done("delete via_");
        done("show");
        assertThat(terminal.out()).doesNotContain("RAID 1");
    }

    @Test
    void aMirrorOfStripesFromBirthToDeath() {
        done("create sil data --level 10 --disk a.img --disk b.img --disk c.img --disk d.img");
        done("rebuild data --wait");
        done("show data");
        assertThat(terminal.out()).contains("RAID 01", "62 MiB", "complete  inactive");
        done("activate data");
        done("fail data d.img");
        done("show data");
        assertThat(terminal.out()).contains("degraded", "rebuilding");
        done("remove data d.img");
        done("rebuild data d.img --wait");
        done("show data");
        assertThat(terminal.out()).contains("complete").doesNotContain("rebuilding");
        done("delete data");
        done("show");
        assertThat(terminal.out()).doesNotContain("RAID 01");
    }

    @Test
    void withDryRunNothingIsWritten() throws IOException {
        done("create isw data --level 5 --disk a.img --disk b.img --disk c.img --chunk 64K --size 30M --dry-run");
        assertThat(terminal.lines().getLast()).endsWith("mark the redo record finished");
        assertThat(terminal.out()).contains("/c.img: sectors ", "create isw_", " raid5_la ");
        assertThat(bytes("a.img")).containsOnly(0);
        done("create sil data --level 0 --disk a.img --disk b.img");
        byte[] before = bytes("a.img");
        done("delete data --dry-run");
        done("rename data other --dry-run");
        done("wipe a.img --force --dry-run");
        assertThat(bytes("a.img")).isEqualTo(before);
    }

    @Test
    void chunkAndSizeAreAsWishedFor() {
        done("create isw data --level 0 --disk a.img --disk b.img --chunk 16K --size 20M");
        done("show data --json");
        assertThat(terminal.out()).contains("\"chunk\" : 32", "\"sectors\" : 40960");
    }

    @Test
    void refusalsSayWhy() {
        refused("via.level", "create via data --level 0 --disk a.img --disk b.img");
        refused("sil.members", "create sil data --level 10 --disk a.img --disk b.img --disk c.img");
        refused("cli.level", "create sil data --level 7 --disk a.img --disk b.img");
        refused("cli.format", "create nosuch data --level 1 --disk a.img --disk b.img");
        refused("hpt37x.level", "create hpt37x data --level 5 --disk a.img --disk b.img --disk c.img");
        refused("isw.members", "create isw data --level 1 --disk a.img");
        refused("isw.name", "create isw a/b --level 1 --disk a.img --disk b.img");
        refused("isw.size", "create isw data --level 1 --disk a.img --disk b.img --size 1G");
        refused("create.disk-twice", "create isw data --level 1 --disk a.img --disk a.img");
        refused("cli.name", "create isw data --level 1 --disk a.img --disk z.img");
        done("create isw data --level 1 --disk a.img --disk b.img");
        refused("disk.other-format", "create sil data --level 1 --disk a.img --disk c.img");
    }

    @Test
    void whatBearsSomethingIsTakenByForceOnly() throws IOException {
        try (var file = new RandomAccessFile(directory.resolve("a.img").toFile(), "rw")) {
            file.seek(512);
            file.writeBytes("LABELONE");
        }
        refused("disk.not-blank", "create isw data --level 1 --disk a.img --disk b.img");
        assertThat(terminal.err()).contains("lvm");
        done("create isw data --level 1 --disk a.img --disk b.img --force");
    }

    @Test
    void aWipeIsTakenBackByTheCommandThatItPrints() throws IOException {
        done("create isw data --level 1 --disk a.img --disk b.img");
        byte[] before = bytes("b.img");
        refused("wipe.member", "wipe b.img");
        done("wipe b.img --force --backup " + directory.resolve("b.tar.gz"));
        String undo = terminal.lines().getLast().replace("to bring it back: dmkit ", "");
        assertThat(bytes("b.img")).isNotEqualTo(before);
        done("show data");
        assertThat(terminal.out()).contains("degraded");
        refused("wipe.nothing", "wipe b.img --format isw");
        refused("wipe.nothing", "wipe a.img --format sil");
        assertThat(terminal.type(undo.split(" ", -1))).isEqualTo(ExitCode.DONE);
        done("show data");
        assertThat(terminal.out()).contains("complete");
        byte[] after = bytes("b.img");
        int tail = after.length - 128 * 512;
        assertThat(Arrays.copyOf(after, tail)).isEqualTo(Arrays.copyOf(before, tail));
        assertThat(Arrays.copyOfRange(after, after.length - 3 * 512, after.length))
                .isEqualTo(Arrays.copyOfRange(before, before.length - 3 * 512, before.length));
        assertThat(terminal.type(undo.split(" ", -1))).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).contains("all is as the backup has it");
    }

    @Test
    void whatWasWrittenSinceIsNotRestoredOver() {
        done("create isw data --level 1 --disk a.img --disk b.img");
        done("wipe b.img --force --backup " + directory.resolve("b.tar.gz"));
        done("create isw other --level 1 --disk b.img --disk c.img");
        refused("restore.changed", "restore " + directory.resolve("b.tar.gz"));
        refused("restore.backup", "restore " + Path.of(System.getProperty("dmkit.root"), "corpus/isw/raid1-2disk"));
        assertThat(dmkit("wipe b.img --force --backup " + directory.resolve("b.tar.gz")))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.err()).contains("is there already");
    }

    @Test
    void inJsonEveryChangeTellsWhetherAnythingWasChanged() {
        done("create sil data --level 1 --disk a.img --disk b.img --json");
        assertThat(terminal.out()).contains("\"changed\" : true", "\"set\" : \"sil_");
        done("rename data home --json");
        assertThat(terminal.out()).contains("\"changed\" : true");
        done("delete home --json");
        assertThat(terminal.out()).contains("\"changed\" : true");
        done("create sil data --level 1 --disk a.img --disk b.img");
        done("wipe a.img --force --json --backup " + directory.resolve("a.tar.gz"));
        assertThat(terminal.out()).contains("\"changed\" : true", "\"backup\"", "\"undo\" : \"dmkit ");
        done("restore --json " + directory.resolve("a.tar.gz"));
        assertThat(terminal.out()).contains("\"changed\" : true");
    }
}
