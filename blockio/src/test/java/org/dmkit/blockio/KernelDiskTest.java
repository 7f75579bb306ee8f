package org.dmkit.blockio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.junit.jupiter.api.Test;

class KernelDiskTest extends LoopTest {
    @Test
    void readsAndWritesSectors() throws IOException {
        Path image = image("a", 64);
        try (LoopDevices.Attached loop = loops.attach(image, true, 512);
                KernelDisk disk = KernelDisk.open(describe(loop), true)) {
            assertThat(disk.info().sectors()).isEqualTo(64);
            assertThat(Disks.read(disk, 5, 3)).isEqualTo(Disks.bytes(Disks.counting(5, 3)));
            disk.write(7, Disks.counting(100, 2));
            disk.flush();
            assertThat(Files.readAllBytes(image)[8 * 512]).isEqualTo((byte) 101);
        }
    }

    @Test
    void aSegmentThatIsNotAlignedIsReadAndWrittenAllTheSame() throws IOException {
        try (LoopDevices.Attached loop = loops.attach(image("a", 64), true, 512);
                KernelDisk disk = KernelDisk.open(describe(loop), true)) {
            MemorySegment odd = SectorBuffer.allocate(4).asSlice(8, 2 * 512);
            disk.read(3, odd);
            assertThat(Disks.bytes(odd)).isEqualTo(Disks.bytes(Disks.counting(3, 2)));
            disk.write(10, odd);
            assertThat(Disks.read(disk, 9, 4)).startsWith(Disks.sector(9)).endsWith(Disks.sector(12));
            assertThat(Disks.read(disk, 10, 2)).isEqualTo(Disks.bytes(Disks.counting(3, 2)));
        }
    }

    /** A plain array is the model; 4096-byte sectors, pieces of 512. */
    @Test
    void onLargeSectorsAnyPieceCanBeReadAndWritten() throws IOException {
        int sectors = 1024;
        Path image = image("a", sectors);
        byte[] model = Files.readAllBytes(image);
        Random random = new Random(1);
        try (LoopDevices.Attached loop = loops.attach(image, true, 4096);
                KernelDisk disk = KernelDisk.open(describe(loop), true)) {
            assertThat(disk.info().sectorSize()).isEqualTo(4096);
            for (int step = 0; step < 200; step++) {
                int lba = random.nextInt(sectors);
                int count = 1 + random.nextInt(Math.min(600, sectors - lba));
                MemorySegment data = Disks.counting(random.nextInt(256), count);
                disk.write(lba, data);
                MemorySegment.copy(data, 0, MemorySegment.ofArray(model), lba * 512L, count * 512L);
                int from = random.nextInt(sectors);
                int length = 1 + random.nextInt(sectors - from);
                assertThat(Disks.read(disk, from, length))
                        .isEqualTo(Arrays.copyOfRange(model, from * 512, (from + length) * 512));
            }
            disk.flush();
        }
        assertThat(Files.readAllBytes(image)).isEqualTo(model);
    }

    @Test
    void failuresTellCallDiskSectorAndErrno() throws IOException {
        Path image = image("a", 64);
        try (LoopDevices.Attached loop = loops.attach(image, true, 512);
                KernelDisk disk = KernelDisk.open(describe(loop), false)) {
            assertThatThrownBy(() -> Disks.read(disk, 63, 2))
                    .hasMessage("pread " + loop.node() + " sector 63+2 of 64: EINVAL");
            assertThatThrownBy(() -> disk.write(1, Disks.counting(1, 1)))
                    .hasMessage("pwrite " + loop.node() + " sector 1: EROFS");
            // What is behind the device is cut off: as when a disk dies.
            Files.write(image, new byte[0]);
            assertThatThrownBy(() -> Disks.read(disk, 8, 1)).isInstanceOfSatisfying(KernelException.class, e -> {
                assertThat(e.errno()).isEqualTo(Errno.EIO);
                assertThat(e.object()).isEqualTo(loop.node() + " sector 8");
            });
        }
    }

    @Test
    void aDiskThatIsNotTheOneDescribedIsNotOpenedForWriting() throws IOException {
        try (LoopDevices.Attached loop = loops.attach(image("a", 64), true, 512)) {
            DiskInfo info = describe(loop);
            DiskInfo other = with(info, info.sectors(), new DeviceNumber(8, 0));
            DiskInfo larger = with(info, info.sectors() + 1, loop.number());
            assertThatThrownBy(() -> KernelDisk.open(other, true)).hasMessageContaining("another disk");
            var twin = new DiskInfo(
                    info.name(),
                    info.sectors(),
                    info.sectorSize(),
                    "ITS-OWN",
                    null,
                    info.model(),
                    info.number(),
                    false);
            assertThatThrownBy(() -> KernelDisk.open(larger, true)).hasMessageContaining("another disk");
            assertThatThrownBy(() -> KernelDisk.open(twin, true)).hasMessageContaining("another disk");
            assertThatCode(() -> KernelDisk.open(info, true).close()).doesNotThrowAnyException();
        }
    }

    @Test
    void aDiskThatGoesByAnotherSerialIsKnownAgainByItsOwn() throws IOException {
        try (LoopDevices.Attached loop = loops.attach(image("a", 64), true, 512);
                KernelDisk disk = KernelDisk.open(describe(loop), "GIVEN", true)) {
            assertThat(disk.info().serial()).isEqualTo("GIVEN");
            assertThatCode(disk::verify).doesNotThrowAnyException();
        }
    }

    @Test
    void aDiskThatSomebodyHoldsForHimselfIsBusy() throws IOException {
        try (LoopDevices.Attached loop = loops.attach(image("a", 64), true, 512)) {
            DiskInfo info = describe(loop);
            KernelDisk.probeExclusive(info);
            // The claim is given back at once.
            KernelDisk.probeExclusive(info);
            try (ExclusiveHolder holder = ExclusiveHolder.of(info.name())) {
                assertThat(holder).isNotNull();
                assertThatThrownBy(() -> KernelDisk.probeExclusive(info)).hasMessage("open " + info.name() + ": EBUSY");
            }
            KernelDisk.probeExclusive(info);
        }
    }

    @Test
    void oneAtATimeHoldsTheLock() throws IOException {
        try (LoopDevices.Attached loop = loops.attach(image("a", 64), true, 512);
                KernelDisk two = KernelDisk.open(describe(loop), true)) {
            try (KernelDisk one = KernelDisk.open(describe(loop), true)) {
                assertThat(one.lock(Duration.ZERO)).isTrue();
                assertThat(two.lock(Duration.ofMillis(50))).isFalse();
            }
            assertThat(two.lock(Duration.ZERO)).isTrue();
        }
    }

    /** As a udev worker holds it while it runs a rule's program. */
    @Test
    void theLockIsSharedWithOneWhoSharesIt() throws IOException {
        try (LoopDevices.Attached loop = loops.attach(image("a", 64), true, 512);
                KernelDisk worker = KernelDisk.open(describe(loop), false);
                KernelDisk disk = KernelDisk.open(describe(loop), true)) {
            assertThat(FileLocks.share(worker.fd(), worker.info().name())).isTrue();
            assertThat(disk.lock(Duration.ofMillis(50))).isTrue();
        }
    }

    private static DiskInfo with(DiskInfo i, long sectors, DeviceNumber number) {
        return new DiskInfo(i.name(), sectors, i.sectorSize(), i.serial(), i.wwn(), i.model(), number, i.readOnly());
    }
}
