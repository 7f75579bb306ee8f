package org.dmkit.blockio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dmkit.linux.DeviceNumber;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tree like sysfs: the device directories below {@code devices}, links in {@code block} and {@code dev/block}. */
class SysfsDisksTest {
    @TempDir
    Path sys;

    private SysfsDisks disks;

    @BeforeEach
    void tree() throws IOException {
        Files.createDirectories(sys.resolve("block"));
        Files.createDirectories(sys.resolve("dev/block"));
        disks = new SysfsDisks(sys, Path.of("/nodes"));
    }

    @Test
    void aScsiDiskIsWhatSysfsTells() throws IOException {
        Path sda = disk("sda", "8:0", "1953525168");
        put(sda, "device/vpd_pg80", "\0\u0080\0\u0014     WD-WCC4N0123456 ");
        put(sda, "device/wwid", "naa.50014ee2b1234567\n");
        put(sda, "device/vendor", "ATA     \n");
        put(sda, "device/model", "WDC WD10EZEX-08W\n");
        assertThat(disks.list(false))
                .containsExactly(new DiskInfo(
                        "/nodes/sda",
                        1953525168L,
                        512,
                        "     WD-WCC4N0123456",
                        "naa.50014ee2b1234567",
                        "ATA WDC WD10EZEX-08W",
                        new DeviceNumber(8, 0),
                        false));
    }

    @Test
    void theSerialKeepsLeadingAndInnerBlanksAndLosesThoseAtItsEnd() throws IOException {
        put(disk("sda", "8:0", "8"), "device/vpd_pg80", "\0\u0080\0\u000c  S 12    \0\0");
        put(disk("vda", "254:0", "8"), "serial", " virtio 1 \n");
        put(disk("nvme0n1", "259:0", "8"), "device/serial", "S4EVNX0R123456      \n");
        put(disk("sdb", "8:16", "8"), "device/vpd_pg80", "\0\u0083\0\u0004nope");
        assertThat(disks.list(false))
                .extracting(DiskInfo::name, DiskInfo::serial)
                .containsExactlyInAnyOrder(
                        tuple("/nodes/sda", "  S 12"),
                        tuple("/nodes/vda", " virtio 1"),
                        tuple("/nodes/nvme0n1", "S4EVNX0R123456"),
                        tuple("/nodes/sdb", ""));
    }

    @Test
    void onlyWholeDisksWithAMediumAreListedInTheKernelsOrder() throws IOException {
        for (String name : new String[] {
            "sdaa",
            "sdb",
            "sda",
            "vda",
            "nvme1n1",
            "mmcblk0",
            "xvda",
            "hda",
            "dm-0",
            "md0",
            "sr0",
            "ram0",
            "loop0",
            "zram0",
            "nvme1c0n1",
            "mmcblk0boot0",
            "fd0",
            "nbd0"
        }) {
            disk(name, "8:0", "8");
        }
        disk("sdc", "8:32", "0");
        assertThat(disks.list(false))
                .extracting(d -> d.name().substring(7))
                .containsExactly("hda", "sda", "sdb", "vda", "sdaa", "xvda", "mmcblk0", "nvme1n1");
        assertThat(disks.list(true)).extracting(DiskInfo::name).contains("/nodes/loop0");
    }

    @Test
    void aDiskThatLeavesWhileItIsLookedAtIsNotListed() throws IOException {
        disk("sda", "8:0", "8");
        Files.createSymbolicLink(sys.resolve("block/sdb"), Path.of("../devices/gone/block/sdb"));
        assertThat(disks.list(false)).hasSize(1);
    }

    @Test
    void largeSectorsAndReadOnlyAreTold() throws IOException {
        Path sda = disk("sda", "8:0", "80");
        put(sda, "queue/logical_block_size", "4096\n");
        put(sda, "ro", "1\n");
        assertThat(disks.list(false)).singleElement().satisfies(d -> {
            assertThat(d.sectorSize()).isEqualTo(4096);
            assertThat(d.sectors()).isEqualTo(80);
            assertThat(d.readOnly()).isTrue();
        });
    }

    @Test
    void aPartitionHasTheSectorsAndTheSerialOfItsDisk() throws IOException {
        Path sda = disk("sda", "8:0", "800");
        put(sda, "queue/logical_block_size", "4096\n");
        put(sda, "device/vpd_pg80", "\0\u0080\0\u0002S1");
        put(sda, "sda1/partition", "1\n");
        put(sda, "sda1/size", "80\n");
        put(sda, "sda1/dev", "8:1\n");
        Files.createSymbolicLink(sys.resolve("dev/block/8:1"), sda.resolve("sda1"));
        DiskInfo info = disks.describe(Path.of("/dev/disk/by-id/x"), new DeviceNumber(8, 1));
        assertThat(info.name()).isEqualTo("/dev/disk/by-id/x");
        assertThat(info.sectors()).isEqualTo(80);
        assertThat(info.sectorSize()).isEqualTo(4096);
        assertThat(info.serial()).isEqualTo("S1");
    }

    @Test
    void aMappedDeviceThatPassesOneDiskThroughIsThatDisk() throws IOException {
        Path sda = disk("sda", "8:0", "800");
        Path sdb = disk("sdb", "8:16", "800");
        put(sda, "device/vpd_pg80", "\0\u0080\0\u0002S1");
        put(sdb, "device/vpd_pg80", "\0\u0080\0\u0002S1");
        Path mapped = disk("dm-0", "253:0", "800");
        Files.createDirectories(mapped.resolve("slaves"));
        Files.createSymbolicLink(mapped.resolve("slaves/sda"), sda);
        Files.createSymbolicLink(mapped.resolve("slaves/sdb"), sdb);
        Files.createSymbolicLink(sys.resolve("dev/block/253:0"), mapped);
        assertThat(serialOfMapped()).isEqualTo("S1");

        put(sdb, "device/vpd_pg80", "\0\u0080\0\u0002S2");
        assertThat(serialOfMapped()).as("two disks").isEmpty();
    }

    private String serialOfMapped() throws IOException {
        return disks.describe(Path.of("/dev/mapper/m"), new DeviceNumber(253, 0))
                .serial();
    }

    @Test
    void whatIsNoBlockDeviceIsRefused() throws IOException {
        Path file = Files.writeString(sys.resolve("file"), "");
        assertThatThrownBy(() -> disks.describe(file)).hasMessageContaining("no block device");
        assertThatThrownBy(() -> disks.describe(Path.of("/dev/null"))).hasMessageContaining("no block device");
        assertThatThrownBy(() -> disks.describe(sys.resolve("absent"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disks.describe(file, new DeviceNumber(9, 9))).hasMessageContaining("no device 9:9");
    }

    private Path disk(String name, String number, String sectors) throws IOException {
        Path device = sys.resolve("devices").resolve(name).resolve("block").resolve(name);
        put(device, "size", sectors + "\n");
        put(device, "dev", number + "\n");
        put(device, "ro", "0\n");
        put(device, "queue/logical_block_size", "512\n");
        Files.createSymbolicLink(sys.resolve("block").resolve(name), device);
        return device;
    }

    private static void put(Path device, String attribute, String text) throws IOException {
        Path file = device.resolve(attribute);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    }
}
