package org.dmkit.blockio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dmkit.linux.DeviceNumber;
import org.junit.jupiter.api.Test;

class LoopDevicesTest extends LoopTest {
    @Test
    void aDeviceInMemoryBeginsWithItsContentAndZerosBehind() throws IOException {
        try (MemoryDevices.Handle handle = loops.create(64, Disks.bytes(Disks.counting(1, 2)));
                KernelDisk disk = KernelDisk.open(describe(handle.number()), true)) {
            assertThat(handle.number().major()).isEqualTo(7);
            assertThat(disk.info().sectors()).isEqualTo(64);
            assertThat(Disks.read(disk, 0, 2)).isEqualTo(Disks.bytes(Disks.counting(1, 2)));
            assertThat(Disks.read(disk, 2, 62)).containsOnly(0);
            disk.write(60, Disks.counting(9, 4));
            assertThat(Disks.read(disk, 62, 1)).isEqualTo(Disks.sector(11));
        }
    }

    @Test
    void aDeviceInMemoryLivesUntilItsLastUserCloses() throws Exception {
        MemoryDevices.Handle handle = loops.create(8, Disks.sector(5));
        DeviceNumber number = handle.number();
        KernelDisk user = KernelDisk.open(describe(number), true);
        handle.close();
        assertThat(Disks.read(user, 0, 1)).isEqualTo(Disks.sector(5));
        user.close();
        Path backing = Path.of("/sys/dev/block", number.toString(), "loop/backing_file");
        for (int i = 0; i < 500 && isOurs(backing); i++) {
            Thread.sleep(10);
        }
        assertThat(isOurs(backing)).isFalse();
    }

    @Test
    void manyAtOnceDoNotTakeEachOthersDevices() throws Exception {
        ConcurrentLinkedQueue<MemoryDevices.Handle> handles = new ConcurrentLinkedQueue<>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            Future<?>[] all = new Future<?>[16];
            for (int i = 0; i < all.length; i++) {
                all[i] = threads.submit(() -> handles.add(loops.create(8, new byte[0])));
            }
            for (Future<?> each : all) {
                each.get();
            }
            Set<DeviceNumber> numbers = new HashSet<>();
            handles.forEach(h -> numbers.add(h.number()));
            assertThat(numbers).hasSize(all.length);
        } finally {
            handles.forEach(MemoryDevices.Handle::close);
        }
    }

    @Test
    void anImageAttachedForReadingIsReadOnly() throws IOException {
        try (LoopDevices.Attached loop = loops.attach(image("a", 16), false, 512)) {
            assertThat(describe(loop).readOnly()).isTrue();
        }
    }

    @Test
    void contentThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> loops.create(1, new byte[513])).isInstanceOf(IllegalArgumentException.class);
    }

    private DiskInfo describe(DeviceNumber number) throws IOException {
        return sysfs.describe(Path.of("/dev/loop" + number.minor()));
    }

    private static boolean isOurs(Path backing) {
        try {
            return Files.readString(backing).startsWith("/memfd:dmkit");
        } catch (IOException e) {
            return false;
        }
    }
}
