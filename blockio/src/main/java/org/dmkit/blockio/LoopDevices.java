package org.dmkit.blockio;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;

/**
 * Loop devices, over memory or over files. They clear themselves when the last one closes them, so a device in memory
 * goes with the mapping that uses it, and survives a change of the root file system (a memfd belongs to none). Needs root and
 * the {@code loop} driver of Linux 5.8. Safe for use by several threads and processes.
 */
public final class LoopDevices implements MemoryDevices {
    private static final String CONTROL = "/dev/loop-control";

    /** Another program may take the free device that we were told of: that often we ask again. */
    private static final int RACES = 64;

    private static final Duration NODE_PATIENCE = Duration.ofMillis(200);
    private static final long NODE_POLL_NANOS = Duration.ofMillis(2).toNanos();

    /** Opens nothing yet. */
    public LoopDevices() {}

    @Override
    public Handle create(long sectors, byte[] content) throws IOException {
        long bytes = Math.multiplyExact(sectors, SectorBuffer.SECTOR);
        if (sectors < 1 || content.length > bytes) {
            throw new IllegalArgumentException(content.length + " bytes do not fit into " + sectors + " sectors");
        }
        try (Arena arena = Arena.ofConfined()) {
            int memory = Syscalls.memfdCreate(arena.allocateFrom("dmkit").address(), Uapi.MFD_CLOEXEC);
            check("memfd_create", sectors + " sectors", memory);
            try {
                check("ftruncate", "memfd", Syscalls.ftruncate(memory, bytes));
                fill(memory, arena.allocateFrom(ValueLayout.JAVA_BYTE, content));
                return attach(arena, memory, 0, SectorBuffer.SECTOR);
            } finally {
                Syscalls.close(memory);
            }
        }
    }

    /**
     * Makes a device over an image file.
     *
     * @param sectorSize the logical sector size it shall have, 512 or 4096 bytes
     */
    public Attached attach(Path image, boolean writable, int sectorSize) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int access = writable ? Uapi.O_RDWR : Uapi.O_RDONLY;
            int file = open(arena, image.toString(), access);
            check("open", image.toString(), file);
            try {
                return attach(arena, file, writable ? 0 : Uapi.LO_FLAGS_READ_ONLY, sectorSize);
            } finally {
                Syscalls.close(file);
            }
        }
    }

    /** A device that lives as long as this is open, or somebody else has it open. */
    public static final class Attached implements Handle {
        private final int index;
        private int fd;

        private Attached(int index, int fd) {
            this.index = index;
            this.fd = fd;
        }

        @Override
        public DeviceNumber number() {
            return new DeviceNumber(Uapi.LOOP_MAJOR, index);
        }

        /** Its node, such as {@code /dev/loop0}. */
        public Path node() {
            return Path.of(nodeOf(index));
        }

        @Override
        public synchronized void close() {
            if (fd >= 0) {
                Syscalls.close(fd);
                fd = -1;
            }
        }
    }

    private static Attached attach(Arena arena, int backing, int flags, int sectorSize) throws IOException {
        MemorySegment config = arena.allocate(Uapi.LOOP_CONFIG_BYTES, Long.BYTES);
        config.set(ValueLayout.JAVA_INT, Uapi.LOOP_CONFIG_FD, backing);
        config.set(ValueLayout.JAVA_INT, Uapi.LOOP_CONFIG_BLOCK_SIZE, sectorSize);
        config.set(ValueLayout.JAVA_INT, Uapi.LOOP_CONFIG_FLAGS, flags | Uapi.LO_FLAGS_AUTOCLEAR);
        int control = open(arena, CONTROL, Uapi.O_RDWR);
        check("open", CONTROL, control);
        try {
            for (int race = 0; ; race++) {
                int index = Syscalls.ioctl(control, Uapi.LOOP_CTL_GET_FREE, 0);
                check("LOOP_CTL_GET_FREE", CONTROL, index);
                int fd = openNode(arena, index);
                int result = Syscalls.ioctl(fd, Uapi.LOOP_CONFIGURE, config.address());
                if (result == 0) {
                    return new Attached(index, fd);
                }
                Syscalls.close(fd);
                // ENXIO: its former user's device is still on its way out.
                if ((result != -Errno.EBUSY && result != -Errno.ENXIO) || race == RACES) {
                    throw new KernelException("LOOP_CONFIGURE", nodeOf(index), -result);
                }
                LockSupport.parkNanos(NODE_POLL_NANOS);
            }
        } finally {
            Syscalls.close(control);
        }
    }

    /** The kernel or udev makes the node, maybe a little later; in an initramfs perhaps nobody does, then we do. */
    private static int openNode(Arena arena, int index) throws IOException {
        String node = nodeOf(index);
        long start = System.nanoTime();
        int fd = open(arena, node, Uapi.O_RDWR);
        while (fd == -Errno.ENOENT && System.nanoTime() - start < NODE_PATIENCE.toNanos()) {
            LockSupport.parkNanos(NODE_POLL_NANOS);
            fd = open(arena, node, Uapi.O_RDWR);
        }
        if (fd == -Errno.ENOENT) {
            long number = new DeviceNumber(Uapi.LOOP_MAJOR, index).pack();
            int made = Syscalls.mknod(arena.allocateFrom(node).address(), Uapi.S_IFBLK | 0600, number);
            if (made < 0 && made != -Errno.EEXIST) {
                throw new KernelException("mknod", node, -made);
            }
            fd = open(arena, node, Uapi.O_RDWR);
        }
        check("open", node, fd);
        return fd;
    }

    private static void fill(int memory, MemorySegment content) throws KernelException {
        for (long done = 0; done < content.byteSize(); ) {
            long n = Syscalls.pwrite(memory, content.address() + done, content.byteSize() - done, done);
            if (n != -Errno.EINTR) {
                check("pwrite", "memfd", (int) Math.min(n, 0));
                done += n;
            }
        }
    }

    private static String nodeOf(int index) {
        return "/dev/loop" + index;
    }

    private static int open(Arena arena, String path, int flags) {
        return Syscalls.open(arena.allocateFrom(path).address(), flags | Uapi.O_CLOEXEC, 0);
    }

    private static void check(String call, String object, int result) throws KernelException {
        if (result < 0) {
            throw new KernelException(call, object, -result);
        }
    }
}
