package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

@Tag("vm")
class UdevTest {
    private static final Path DAEMON = Path.of("/lib/systemd/systemd-udevd");
    private static final Path RULES = Path.of("/lib/udev/rules.d");

    /** Of udev and dmsetup, in Debian; the others are for hardware that the guest doesn't have. */
    private static final List<String> USED = List.of(
            "50-udev-default.rules",
            "55-dm.rules",
            "60-block.rules",
            "60-persistent-storage.rules",
            "60-persistent-storage-dm.rules",
            "95-dm-notify.rules");

    private static final long SECTORS = 256L << 11;

    @Test
    void nodesAndLinksAreRightWithUdevAndWithout(TestInfo test) throws Exception {
        Path dmkit = Bed.image();
        assumeTrue(Files.exists(DAEMON), "missing Debian package: udev");
        Path directory = Bed.directory(test);
        Path udev = udev(directory);

        VmResult result = Vm.builder(directory)
                .disks(List.of(
                        GuestDisk.create(directory.resolve("disk0"), "VMDISK0", SECTORS),
                        GuestDisk.create(directory.resolve("disk1"), "VMDISK1", SECTORS)))
                .bring(dmkit)
                .bring(udev)
                .timeout(Duration.ofMinutes(30))
                .build()
                .run(Initramfs.resource("udev.sh"));

        Bed.assertFinished(result);
        // udev's links, and only what its rules make of a set
        assertReported(result, "udev_node", "link");
        assertReported(result, "udev_same", "yes");
        assertReported(result, "udev_by_name", "link");
        assertReported(result, "udev_by_uuid", "link");
        assertReported(result, "udev_file_system", "yes");
        assertReported(result, "udev_helpers", "0");
        assertReported(result, "udev_semaphores", "0");
        assertReported(result, "udev_left", "0");
        assertReported(result, "udev_by_name_left", "none");
        assertReported(result, "udev_semaphores_left", "0");
        assertReported(result, "plain_node", "node");
        assertReported(result, "plain_left", "0");
        assertReported(result, "plain_semaphores_left", "0");
    }

    private static void assertReported(VmResult result, String key, String value) {
        assertThat(result.reported(key)).as("%s in%n%s", key, result.text()).hasValue(value);
    }

    /** The daemon and the rules. */
    private static Path udev(Path directory) throws IOException {
        Path udev = directory.resolve("udev");
        if (Files.exists(udev)) {
            Cache.deleteTree(udev);
        }
        Files.createDirectories(udev.resolve("rules.d"));
        Files.copy(DAEMON.toRealPath(), udev.resolve("systemd-udevd"));
        for (String rules : USED) {
            Path source = RULES.resolve(rules);
            assumeTrue(Files.exists(source), "missing rules of Debian's udev or dmsetup: " + rules);
            Files.copy(source, udev.resolve("rules.d").resolve(rules));
        }
        return udev;
    }
}
