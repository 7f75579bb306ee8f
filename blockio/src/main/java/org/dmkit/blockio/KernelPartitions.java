package org.dmkit.blockio;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;

/**
 * The partition devices that the kernel makes of a disk by itself. On a member of an array they are a trap: they show a piece
 * of the array past its mapping. Only the devices are removed, never what is on the disk. Safe for use by several threads.
 */
public final class KernelPartitions {
    private final Path sys;

    /** By the machine's own {@code /sys}. */
    public KernelPartitions() {
        this(Path.of("/sys"));
    }

    /** Another root, such as a tree made for a test. */
    public KernelPartitions(Path sys) {
        this.sys = sys;
    }

    /**
     * One partition device.
     *
     * @param name {@code sda1}
     */
    public record KernelPartition(int number, String name) {}

    /** By number; none if the disk is gone, or is not the kernel's. */
    public List<KernelPartition> of(DiskInfo disk) throws IOException {
        DeviceNumber number = disk.number();
        var partitions = new ArrayList<KernelPartition>();
        if (number == null) {
            return partitions;
        }
        Path device = sys.resolve("dev/block").resolve(number.toString());
        for (String name : SysfsFiles.names(device)) {
            String text = SysfsFiles.line(device.resolve(name).resolve("partition"));
            if (text != null) {
                partitions.add(new KernelPartition(Integer.parseInt(text), name));
            }
        }
        partitions.sort(Comparator.comparingInt(KernelPartition::number));
        return partitions;
    }

    /**
     * Removes the device.
     *
     * @throws KernelException EBUSY if it is in use
     */
    public void remove(DiskInfo disk, KernelPartition partition) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment which = arena.allocate(Uapi.BLKPG_PARTITION_BYTES, Long.BYTES);
            which.set(ValueLayout.JAVA_INT, Uapi.BLKPG_PARTITION_NUMBER, partition.number());
            MemorySegment argument = arena.allocate(Uapi.BLKPG_ARG_BYTES, Long.BYTES);
            argument.set(ValueLayout.JAVA_INT, Uapi.BLKPG_ARG_OPERATION, Uapi.BLKPG_DEL_PARTITION);
            argument.set(ValueLayout.JAVA_INT, Uapi.BLKPG_ARG_LENGTH, Uapi.BLKPG_PARTITION_BYTES);
            argument.set(ValueLayout.JAVA_LONG, Uapi.BLKPG_ARG_DATA, which.address());
            int fd = KernelDisk.openNode(disk.name(), Uapi.O_RDONLY | Uapi.O_CLOEXEC);
            try {
                int result = Syscalls.ioctl(fd, Uapi.BLKPG, argument.address());
                if (result < 0) {
                    throw new KernelException("BLKPG_DEL_PARTITION", partition.name(), -result);
                }
            } finally {
                Syscalls.close(fd);
            }
        }
    }
}
