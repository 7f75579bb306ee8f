package org.dmkit.blockio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dmkit.linux.DeviceNumber;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links as in sysfs: a volume on a partition of a mirror, which stands on two disks, one of them by way of a linear device. */
class SysfsStackTest {
    private static final DeviceNumber SDA = new DeviceNumber(8, 0);
    private static final DeviceNumber SDB = new DeviceNumber(8, 16);
    private static final DeviceNumber HELPER = new DeviceNumber(253, 0);
    private static final DeviceNumber MIRROR = new DeviceNumber(253, 1);
    private static final DeviceNumber PARTITION = new DeviceNumber(253, 2);
    private static final DeviceNumber VOLUME = new DeviceNumber(253, 3);
    private static final DeviceNumber SDC = new DeviceNumber(8, 32);
    private static final DeviceNumber SDC1 = new DeviceNumber(8, 33);

    @TempDir
    Path sys;

    private SysfsStack stack;

    @BeforeEach
    void tree() throws IOException {
        Files.createDirectories(sys.resolve("dev/block"));
        device("sda", SDA);
        device("sdb", SDB);
        device("sdc", SDC);
        Files.createFile(device("sdc/sdc1", SDC1).resolve("partition"));
        slave(device("dm-0", HELPER), "sdb");
        Path mirror = device("dm-1", MIRROR);
        slave(mirror, "sda");
        slave(mirror, "dm-0");
        slave(device("dm-2", PARTITION), "dm-1");
        slave(device("dm-3", VOLUME), "dm-2");
        stack = new SysfsStack(sys);
    }

    private Path device(String name, DeviceNumber number) throws IOException {
        Path device = Files.createDirectories(sys.resolve("devices/" + name));
        Files.writeString(device.resolve("dev"), number + "\n");
        Files.createSymbolicLink(sys.resolve("dev/block/" + number), device);
        return device;
    }

    private void slave(Path upper, String lower) throws IOException {
        Files.createDirectories(upper.resolve("slaves"));
        Files.createSymbolicLink(upper.resolve("slaves/" + lower), sys.resolve("devices/" + lower));
    }

    @Test
    void everyDeviceBelowIsTold() throws IOException {
        assertThat(stack.under(VOLUME)).containsExactlyInAnyOrder(VOLUME, PARTITION, MIRROR, HELPER, SDA, SDB);
        assertThat(stack.under(SDC1)).containsExactlyInAnyOrder(SDC1, SDC);
        assertThat(stack.under(SDA)).containsExactly(SDA);
    }

    @Test
    void whatTheKernelDoesNotKnowStandsOnNothing() throws IOException {
        assertThat(stack.under(new DeviceNumber(0, 42))).isEmpty();
    }
}
