package org.dmkit.blockio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dmkit.linux.KernelException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IoUringBatchReaderTest extends LoopTest {
    /** Three kinds of disks, pieces inside and outside, aligned and not, more than the ring holds. */
    @Test
    void givesTheSameAsReadingOneAfterTheOther() throws IOException {
        Random random = new Random(2);
        try (LoopDevices.Attached small = loops.attach(image("small", 600), true, 512);
                LoopDevices.Attached large = loops.attach(image("large", 800), true, 4096);
                KernelDisk a = KernelDisk.open(describe(small), false);
                KernelDisk b = KernelDisk.open(describe(large), false);
                ImageDisk c = ImageDisk.open(image("c", 300), false);
                BatchReader ring = ring()) {
            List<Disk> disks = List.of(a, b, c);
            for (int round = 0; round < 3; round++) {
                List<BatchReader.Request> one = new ArrayList<>();
                List<BatchReader.Request> other = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    Disk disk = disks.get(random.nextInt(3));
                    long lba = random.nextInt(900);
                    int count = random.nextInt(4) == 0 ? 8 : 1 + random.nextInt(130);
                    lba = random.nextBoolean() ? lba / 8 * 8 : lba;
                    one.add(new BatchReader.Request(disk, lba, SectorBuffer.allocate(count)));
                    other.add(new BatchReader.Request(disk, lba, SectorBuffer.allocate(count)));
                }
                List<@Nullable IOException> answers = ring.read(one);
                assertThat(texts(answers))
                        .isEqualTo(texts(BatchReader.sequential().read(other)));
                assertThat(answers).contains((IOException) null).anyMatch(e -> e != null);
                for (int i = 0; i < one.size(); i++) {
                    assertThat(one.get(i).into().mismatch(other.get(i).into())).isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void aDiskThatDiesFailsOnlyItsOwnReads() throws IOException {
        Path dying = image("dying", 64);
        try (LoopDevices.Attached one = loops.attach(dying, true, 512);
                LoopDevices.Attached two = loops.attach(image("b", 64), true, 512);
                KernelDisk a = KernelDisk.open(describe(one), false);
                KernelDisk b = KernelDisk.open(describe(two), false);
                BatchReader ring = ring()) {
            Files.write(dying, new byte[0]);
            var dead = new BatchReader.Request(a, 8, SectorBuffer.allocate(1));
            var good = new BatchReader.Request(b, 9, SectorBuffer.allocate(1));
            List<@Nullable IOException> answers = ring.read(List.of(dead, good));
            assertThat(answers.get(0)).hasMessage("pread " + one.node() + " sector 8: EIO");
            assertThat(answers.get(1)).isNull();
            assertThat(Disks.bytes(good.into())).isEqualTo(Disks.sector(9));
        }
    }

    @Test
    void theChosenReaderReadsWhateverTheKernelHas() throws IOException {
        try (LoopDevices.Attached one = loops.attach(image("a", 64), true, 512);
                KernelDisk a = KernelDisk.open(describe(one), false);
                BatchReader reader = BatchReader.create()) {
            var first = new BatchReader.Request(a, 3, SectorBuffer.allocate(1));
            var second = new BatchReader.Request(a, 4, SectorBuffer.allocate(1));
            assertThat(reader.read(List.of(first, second))).containsExactly(null, null);
            assertThat(Disks.bytes(second.into())).isEqualTo(Disks.sector(4));
        }
    }

    private static List<String> texts(List<@Nullable IOException> answers) {
        return answers.stream().map(e -> e == null ? "good" : e.getMessage()).toList();
    }

    private static BatchReader ring() {
        try {
            return IoUringBatchReader.open();
        } catch (KernelException e) {
            return abort("needs io_uring: " + e.getMessage());
        }
    }
}
