package org.dmkit.blockio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChannelDiskTest extends LoopTest {
    private Disk open(LoopDevices.Attached loop) throws IOException {
        DiskInfo info = describe(loop);
        return ChannelDisk.open(info, info.serial());
    }

    @Test
    void everyPieceReadsAsTheKernelDiskReadsIt() throws IOException {
        // Not a multiple of 4096 bytes: the last block is cut off.
        try (LoopDevices.Attached loop = loops.attach(image("a", 1021), true, 512);
                Disk channel = open(loop);
                Disk kernel = KernelDisk.open(describe(loop), false)) {
            assertThat(channel).isInstanceOf(ChannelDisk.class);
            for (long[] piece :
                    new long[][] {{0, 8}, {0, 1021}, {8, 16}, {3, 1}, {7, 2}, {1020, 1}, {1013, 8}, {1, 700}}) {
                assertThat(Disks.read(channel, piece[0], piece[1]))
                        .as(Arrays.toString(piece))
                        .isEqualTo(Disks.read(kernel, piece[0], piece[1]));
            }
            MemorySegment odd = SectorBuffer.allocate(17).asSlice(512, 16 * 512);
            channel.read(8, odd);
            assertThat(Disks.bytes(odd)).isEqualTo(Disks.read(kernel, 8, 16));
        }
    }

    @Test
    void whatTheKernelWritesMeanwhileIsSeen() throws IOException {
        try (LoopDevices.Attached loop = loops.attach(image("a", 64), true, 512);
                Disk channel = open(loop);
                Disk kernel = KernelDisk.open(describe(loop), true)) {
            Disks.read(channel, 0, 64);
            kernel.write(8, Disks.counting(200, 8));
            kernel.flush();
            assertThat(Disks.read(channel, 8, 8)).isEqualTo(Disks.bytes(Disks.counting(200, 8)));
        }
    }

    @Test
    void refusesWhatLiesOutsideAndEveryWrite() throws IOException {
        try (LoopDevices.Attached loop = loops.attach(image("a", 64), true, 512);
                Disk disk = open(loop)) {
            assertThatThrownBy(() -> disk.read(60, SectorBuffer.allocate(5)))
                    .isInstanceOfSatisfying(
                            KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
            assertThatThrownBy(() -> disk.write(0, SectorBuffer.allocate(1)))
                    .isInstanceOfSatisfying(
                            KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EROFS));
            assertThat(disk.isFree()).isTrue();
            disk.verify();
        }
    }

    @Test
    void aDiskThatHasShrunkFailsWithTheKernelsReason() throws IOException {
        Path image = image("a", 64);
        try (LoopDevices.Attached loop = loops.attach(image, true, 512)) {
            DiskInfo told = describe(loop);
            var larger = new DiskInfo(
                    told.name(), 128, 512, told.serial(), told.wwn(), told.model(), told.number(), told.readOnly());
            try (Disk disk = ChannelDisk.open(larger, larger.serial())) {
                assertThatThrownBy(() -> disk.read(64, SectorBuffer.allocate(8)))
                        .isInstanceOfSatisfying(
                                KernelException.class,
                                e -> assertThat(e.errno()).isEqualTo(Errno.ENXIO));
            }
        }
    }

    @Test
    void aNodeThatIsNotThereFailsAsTheKernelDiskDoes() {
        var gone = new DiskInfo("/dev/no-such-disk", 64, 512, "", null, "", null, false);
        assertThatThrownBy(() -> ChannelDisk.open(gone, ""))
                .isInstanceOfSatisfying(
                        KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
    }

    @Test
    void severalAreReadAtOnceWithTheSameAnswers() throws IOException {
        try (LoopDevices.Attached one = loops.attach(image("a", 64), true, 512);
                LoopDevices.Attached two = loops.attach(image("b", 64), true, 512);
                Disk a = open(one);
                Disk b = open(two);
                BatchReader reader = BatchReader.create()) {
            var requests = new ArrayList<BatchReader.Request>();
            for (long lba : new long[] {0, 5, 61, 62}) {
                requests.add(new BatchReader.Request(a, lba, SectorBuffer.allocate(3)));
                requests.add(new BatchReader.Request(b, lba, SectorBuffer.allocate(2)));
            }
            List<@Nullable IOException> answers = reader.read(requests);
            for (int i = 0; i < requests.size(); i++) {
                BatchReader.Request r = requests.get(i);
                boolean outside = i == 6;
                assertThat(answers.get(i) != null).isEqualTo(outside);
                if (!outside) {
                    int count = (int) r.into().byteSize() / 512;
                    assertThat(Disks.bytes(r.into())).isEqualTo(Disks.read(r.disk(), r.lba(), count));
                }
            }
        }
    }
}
