package org.dmkit.blockio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.dmkit.blockio.KernelPartitions.KernelPartition;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.junit.jupiter.api.Test;

class KernelPartitionsTest extends LoopTest {
    private final KernelPartitions partitions = new KernelPartitions();

    /** A loop device whose image has a DOS partition table with entries 1 and 3, which the kernel has read. */
    private LoopDevices.Attached partitioned() throws Exception {
        Path image = image("disk", 8192);
        ByteBuffer table = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        for (int slot : new int[] {0, 2}) {
            table.put(446 + 16 * slot + 4, (byte) 0x83);
            table.putInt(446 + 16 * slot + 8, 1024 * (slot + 1));
            table.putInt(446 + 16 * slot + 12, 512);
        }
        table.putShort(510, (short) 0xaa55);
        byte[] bytes = Files.readAllBytes(image);
        System.arraycopy(table.array(), 0, bytes, 0, 512);
        Files.write(image, bytes, StandardOpenOption.WRITE);
        LoopDevices.Attached loop = loops.attach(image, true, 512);
        Process partx = new ProcessBuilder("partx", "--add", loop.node().toString())
                .redirectErrorStream(true)
                .start();
        partx.getInputStream().readAllBytes();
        partx.waitFor();
        return loop;
    }

    @Test
    void theKernelsPartitionsAreFoundAndRemovedAndTheTableStays() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/partx")), "needs partx");
        try (LoopDevices.Attached loop = partitioned()) {
            DiskInfo disk = describe(loop);
            String name = String.valueOf(loop.node().getFileName());
            assertThat(partitions.of(disk))
                    .containsExactly(new KernelPartition(1, name + "p1"), new KernelPartition(3, name + "p3"));
            for (KernelPartition partition : partitions.of(disk)) {
                partitions.remove(disk, partition);
            }
            assertThat(partitions.of(disk)).isEmpty();
            try (KernelDisk open = KernelDisk.open(disk, false)) {
                assertThat(Disks.read(open, 0, 1)).endsWith(0x55, 0xaa);
            }
        }
    }

    @Test
    void aPartitionInUseIsLeft() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/partx")), "needs partx");
        try (LoopDevices.Attached loop = partitioned()) {
            DiskInfo disk = describe(loop);
            List<KernelPartition> both = partitions.of(disk);
            Path node = Path.of("/sys/class/block", both.getFirst().name(), "dev");
            DiskInfo first = sysfs.describe(
                    node(both.getFirst().name(), Files.readString(node).strip()));
            try (KernelDisk user = KernelDisk.open(first, false)) {
                assertThat(user.info().sectors()).isEqualTo(512);
                assertThatThrownBy(() -> partitions.remove(disk, both.getFirst()))
                        .isInstanceOfSatisfying(
                                KernelException.class,
                                e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY))
                        .hasMessageContaining(both.getFirst().name());
                partitions.remove(disk, both.getLast());
            }
            assertThat(partitions.of(disk)).containsExactly(both.getFirst());
            partitions.remove(disk, both.getFirst());
        }
    }

    /** Where nobody makes nodes the test has to. */
    private Path node(String name, String number) throws Exception {
        Path node = Path.of("/dev", name);
        if (Files.exists(node)) {
            return node;
        }
        Path own = dir.resolve(name);
        String[] parts = number.split(":", -1);
        int result = new ProcessBuilder("mknod", own.toString(), "b", parts[0], parts[1])
                .start()
                .waitFor();
        assumeTrue(result == 0, "needs mknod");
        return own;
    }

    @Test
    void aDiskThatIsNotTheKernelsHasNone() throws IOException {
        try (ImageDisk image = ImageDisk.open(image("image", 8), false)) {
            assertThat(partitions.of(image.info())).isEmpty();
        }
    }
}
