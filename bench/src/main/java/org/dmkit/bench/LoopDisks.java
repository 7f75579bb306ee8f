package org.dmkit.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dmkit.blockio.LoopDevices;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Syscalls;

/**
 * Disks of sparse image files: loop devices for root, else the files themselves. Closing them takes away again what the
 * kernel had not before.
 */
final class LoopDisks implements AutoCloseable {
    private static final int SECTOR = 512;
    private static final Path BLOCK = Path.of("/sys/block");

    /** linux/loop.h */
    private static final long LOOP_CLR_FD = 0x4c01;

    private static final long LOOP_SET_STATUS64 = 0x4c04;
    private static final long LOOP_GET_STATUS64 = 0x4c05;
    private static final long LOOP_CTL_REMOVE = 0x4c81;

    /** struct loop_info64 */
    private static final int INFO_BYTES = 232;

    private static final int INFO_FLAGS = 52;
    private static final int LO_FLAGS_AUTOCLEAR = 4;

    private static final int O_RDWR = 2;

    private final Path directory;
    private final Set<String> before;
    private final List<Path> images = new ArrayList<>();
    private final List<DeviceNumber> devices = new ArrayList<>();

    private LoopDisks(Path directory, Set<String> before) {
        this.directory = directory;
        this.before = before;
    }

    static boolean possible() {
        return Files.isWritable(Path.of("/dev/loop-control"));
    }

    /** All of the same size, in bytes. */
    static LoopDisks create(int count, long bytes) throws IOException {
        LoopDisks disks = images(count, bytes);
        if (possible()) {
            disks.attach(disks.directory);
        }
        return disks;
    }

    /** The files alone, none attached yet. Their names are the disks' serials. */
    static LoopDisks images(int count, long bytes) throws IOException {
        var disks = new LoopDisks(Files.createTempDirectory("dmkit-bench"), devices());
        try {
            for (int i = 0; i < count; i++) {
                Path image = disks.directory.resolve(DiskNames.serial(DiskNames.name(i)));
                disks.images.add(image);
                try (var file = new RandomAccessFile(image.toFile(), "rw")) {
                    file.setLength(bytes);
                }
            }
            return disks;
        } catch (IOException | RuntimeException e) {
            disks.close();
            throw e;
        }
    }

    /** Makes loop devices of the files, as they are seen in this directory; closes all if that fails. */
    void attach(Path seen) throws IOException {
        try {
            for (Path image : images) {
                try (LoopDevices.Attached device =
                        new LoopDevices().attach(seen.resolve(image.getFileName()), false, SECTOR)) {
                    keep(device);
                    devices.add(device.number());
                }
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    Path directory() {
        return directory;
    }

    /** The files. */
    List<Path> images() {
        return images;
    }

    List<DeviceNumber> attached() {
        return devices;
    }

    boolean areDevices() {
        return !devices.isEmpty();
    }

    List<Path> paths() {
        return devices.isEmpty()
                ? images
                : devices.stream().map(LoopDisks::node).toList();
    }

    /** Takes the devices away, not yet the files. */
    void detach() {
        devices.forEach(d -> ioctl(node(d), LOOP_CLR_FD, 0));
        devices.stream()
                .filter(d -> !before.contains(node(d).getFileName().toString()))
                // EBUSY if somebody has it open: then it stays.
                .forEach(d -> ioctl(Path.of("/dev/loop-control"), LOOP_CTL_REMOVE, d.minor()));
        devices.clear();
    }

    /**
     * A device that nobody has open: else the kernel would keep what was read of it in the page cache from one program to the
     * next, as it doesn't of a disk.
     */
    private static void keep(LoopDevices.Attached device) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(INFO_BYTES, Long.BYTES);
            int told = ioctl(device.node(), LOOP_GET_STATUS64, info.address());
            int flags = info.get(ValueLayout.JAVA_INT, INFO_FLAGS);
            info.set(ValueLayout.JAVA_INT, INFO_FLAGS, flags & ~LO_FLAGS_AUTOCLEAR);
            if (told < 0 || ioctl(device.node(), LOOP_SET_STATUS64, info.address()) < 0) {
                throw new IOException(device.node() + " can't be kept");
            }
        }
    }

    private static int ioctl(Path node, long request, long argument) {
        try (Arena arena = Arena.ofConfined()) {
            int fd = Syscalls.open(arena.allocateFrom(node.toString()).address(), O_RDWR, 0);
            int result = Syscalls.ioctl(fd, request, argument);
            Syscalls.close(fd);
            return result;
        }
    }

    private static Path node(DeviceNumber device) {
        return Path.of("/dev/loop" + device.minor());
    }

    @Override
    public void close() throws IOException {
        detach();
        for (Path image : images) {
            Files.deleteIfExists(image);
        }
        Files.delete(directory);
    }

    private static Set<String> devices() throws IOException {
        try (var names = Files.list(BLOCK)) {
            return names.map(n -> n.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
