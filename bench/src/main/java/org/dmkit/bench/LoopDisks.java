package org.dmkit.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dmkit.blockio.LoopDevices;
import org.dmkit.linux.Syscalls;

/**
 * Disks of sparse image files: loop devices for root, else the files themselves. Closing them takes away again what the
 * kernel had not before.
 */
final class LoopDisks implements AutoCloseable {
    private static final int SECTOR = 512;
    private static final Path BLOCK = Path.of("/sys/block");

    /** linux/loop.h */
    private static final long LOOP_CTL_REMOVE = 0x4c81;

    private static final int O_RDWR = 2;

    private final Path directory;
    private final Set<String> before;
    private final List<Path> images = new ArrayList<>();
    private final List<LoopDevices.Attached> devices = new ArrayList<>();

    private LoopDisks(Path directory, Set<String> before) {
        this.directory = directory;
        this.before = before;
    }

    static boolean possible() {
        return Files.isWritable(Path.of("/dev/loop-control"));
    }

    /** All of the same size, in bytes. */
    static LoopDisks create(int count, long bytes) throws IOException {
        var disks = new LoopDisks(Files.createTempDirectory("dmkit-bench"), devices());
        try {
            for (int i = 0; i < count; i++) {
                Path image = disks.directory.resolve("disk" + i);
                disks.images.add(image);
                try (var file = new RandomAccessFile(image.toFile(), "rw")) {
                    file.setLength(bytes);
                }
                if (possible()) {
                    disks.devices.add(new LoopDevices().attach(image, false, SECTOR));
                }
            }
            return disks;
        } catch (IOException | RuntimeException e) {
            disks.close();
            throw e;
        }
    }

    boolean areDevices() {
        return !devices.isEmpty();
    }

    List<Path> paths() {
        return devices.isEmpty()
                ? images
                : devices.stream().map(LoopDevices.Attached::node).toList();
    }

    @Override
    public void close() throws IOException {
        devices.forEach(LoopDevices.Attached::close);
        var made = new HashSet<String>();
        devices.forEach(d -> made.add(d.node().getFileName().toString()));
        made.removeAll(before);
        remove(made);
        for (Path image : images) {
            Files.deleteIfExists(image);
        }
        Files.delete(directory);
    }

    private static void remove(Set<String> loops) {
        if (loops.isEmpty()) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            int control = Syscalls.open(arena.allocateFrom("/dev/loop-control").address(), O_RDWR, 0);
            // EBUSY if somebody has it open: then it stays.
            loops.forEach(
                    l -> Syscalls.ioctl(control, LOOP_CTL_REMOVE, Integer.parseInt(l.substring("loop".length()))));
            Syscalls.close(control);
        }
    }

    private static Set<String> devices() throws IOException {
        try (var names = Files.list(BLOCK)) {
            return names.map(n -> n.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
