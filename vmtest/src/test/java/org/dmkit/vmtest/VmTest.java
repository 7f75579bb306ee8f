package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("vm")
class VmTest {
    private static final long SECTORS = 65536;

    @TempDir
    Path directory;

    @BeforeEach
    void needsQemu() {
        GuestPrograms.assumePresent();
    }

    @Test
    void disksAppearInOrderWithTheirSerialsAndSizes() throws Exception {
        var disks = List.of(
                GuestDisk.create(directory.resolve("1"), "FIRST", SECTORS),
                GuestDisk.create(directory.resolve("2"), "SECOND", SECTORS + 8),
                GuestDisk.create(directory.resolve("3"), "THIRD", SECTORS + 16));

        VmResult result = vm(disks).run("""
                for disk in /sys/block/sd*; do
                  echo "${disk##*/} $(cat $disk/size) $(tr -cd A-Z < $disk/device/vpd_pg80)"
                done
                """);

        assertThat(result.output()).containsSubsequence("sda 65536 FIRST", "sdb 65544 SECOND", "sdc 65552 THIRD");
    }

    @Test
    void exitStatusOutputAndFilesComeBack() throws Exception {
        VmResult result = vm(List.of()).run("""
                echo "$# $2"
                echo "complaint" >&2
                echo kept > /out/file
                exit 7
                """, "one", "it's \"two\"");

        assertThat(result.ending()).isEqualTo(VmResult.Ending.FINISHED);
        assertThat(result.exit()).isEqualTo(7);
        assertThat(result.output()).contains("2 it's \"two\"", "complaint");
        assertThat(result.out().resolve("file")).hasContent("kept\n");
    }

    @Test
    void aBroughtDirectoryIsThere() throws Exception {
        Path brought = directory.resolve("brought");
        Files.createDirectories(brought.resolve("inner"));
        Files.writeString(brought.resolve("inner/file"), "from the host");

        Vm vm = Vm.builder(directory.resolve("run")).bring(brought).build();

        assertThat(vm.run("cat /bring/brought/inner/file").output()).contains("from the host");
    }

    @Test
    void aSecondBootSeesWhatTheFirstWrote() throws Exception {
        Vm vm = vm(List.of(GuestDisk.create(directory.resolve("disk"), "ONLY", SECTORS)));

        assertThat(vm.run("mke2fs -q -t ext4 /dev/sda && mount /dev/sda /mnt && echo here > /mnt/file && umount /mnt")
                        .exit())
                .isZero();
        assertThat(vm.run("mount /dev/sda /mnt && cat /mnt/file").output()).contains("here");
    }

    @Test
    void aPowerCutKeepsWhatWasSyncedAndLosesWhatWasNot() throws Exception {
        Vm vm = vm(List.of(GuestDisk.create(directory.resolve("disk"), "ONLY", SECTORS)));

        VmResult cut = vm.run("""
                mke2fs -q -t ext4 /dev/sda
                mount /dev/sda /mnt
                echo 1 > /mnt/synced
                sync
                echo 1 > /mnt/only-in-memory
                echo @@KILL@@
                sleep 60
                """);

        assertThat(cut.ending()).isEqualTo(VmResult.Ending.POWER_CUT);
        assertThat(vm.run("mount /dev/sda /mnt && ls -1 /mnt").output())
                .contains("synced")
                .doesNotContain("only-in-memory");
    }

    @Test
    void aGuestThatTakesTooLongIsReportedWithItsLastWords() {
        Vm vm = Vm.builder(directory.resolve("run"))
                .timeout(Duration.ofSeconds(60))
                .build();

        assertThatThrownBy(() -> vm.run("echo waiting for nothing; sleep 1000"))
                .isInstanceOf(VmException.class)
                .hasMessageContaining("within 60 s")
                .hasMessageContaining("waiting for nothing");
    }

    @Test
    void aGuestThatPanicsIsReportedWithItsLastWords() {
        assertThatThrownBy(() -> vm(List.of()).run("echo c > /proc/sysrq-trigger; sleep 100"))
                .isInstanceOf(VmException.class)
                .hasMessageContaining("before its script did")
                .hasMessageContaining("sysrq");
    }

    private Vm vm(List<GuestDisk> disks) {
        return Vm.builder(directory.resolve("run")).disks(disks).build();
    }
}
