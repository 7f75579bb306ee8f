package org.dmkit.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;

/**
 * A private view of the machine, in which loop devices are its only disks: sda, sdb, ... in /dev, and a made-up /sys/block with
 * what the kernel tells of SATA disks. So dmkit, dmraid, mdadm and wipefs all find the same disks, each in its own way. Nothing
 * of it is seen outside.
 */
final class MountNamespace implements AutoCloseable {
    private static final int SECTOR = 512;
    private static final int S_IFBLK = 0x6000;
    private static final int S_IFCHR = 0x2000;
    private static final int ROOT_ONLY = 0600;

    /** /dev needs no more for these programs. */
    private static final Map<String, DeviceNumber> CHARACTER_DEVICES = Map.of(
            "null", new DeviceNumber(1, 3),
            "zero", new DeviceNumber(1, 5),
            "random", new DeviceNumber(1, 8),
            "urandom", new DeviceNumber(1, 9));

    /** In the namespace; the first argument is the directory, the others a command line. */
    private static final String ENTER =
            "mount --bind \"$0/sys\" /sys/block && mount --bind \"$0/dev\" /dev && exec \"$@\"";

    private final Path directory;
    private final int disks;

    private MountNamespace(Path directory, int disks) {
        this.directory = directory;
        this.disks = disks;
    }

    /**
     * Makes one.
     *
     * @param disks how many it has; if more than {@code loops}, the others share the second half of the devices
     * @param bytes size of each
     */
    static MountNamespace of(List<DeviceNumber> loops, int disks, long bytes) throws IOException {
        var made = new MountNamespace(Files.createTempDirectory("dmkit-bench-ns"), disks);
        try {
            Files.createDirectory(made.directory.resolve("dev"));
            Files.createDirectory(made.directory.resolve("sys"));
            for (var device : CHARACTER_DEVICES.entrySet()) {
                made.node(device.getKey(), S_IFCHR, device.getValue());
            }
            int half = loops.size() / 2;
            for (int i = 0; i < disks; i++) {
                int device = i < loops.size() ? i : half + i % (loops.size() - half);
                made.disk(DiskNames.name(i), loops.get(device), bytes / SECTOR);
            }
            return made;
        } catch (IOException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    /** The disks' nodes, as they are called within. */
    List<String> nodes() {
        return IntStream.range(0, disks)
                .mapToObj(i -> "/dev/" + DiskNames.name(i))
                .toList();
    }

    /** Comes before a command line that shall run within. */
    List<String> enter() {
        return List.of("unshare", "-m", "--propagation", "private", "sh", "-c", ENTER, directory.toString());
    }

    private void disk(String name, DeviceNumber number, long sectors) throws IOException {
        node(name, S_IFBLK, number);
        Path disk = directory.resolve("sys").resolve(name);
        Files.createDirectories(disk.resolve("queue"));
        Files.createDirectories(disk.resolve("device"));
        var lines = Map.of(
                "size", Long.toString(sectors),
                "dev", number.toString(),
                "ro", "0",
                "removable", "0",
                "range", "256",
                "queue/logical_block_size", Integer.toString(SECTOR),
                "device/vendor", "ATA     ",
                "device/model", "BENCHDISK       ",
                "device/scsi_level", "6",
                "device/type", "0");
        for (var line : lines.entrySet()) {
            Files.writeString(disk.resolve(line.getKey()), line.getValue() + "\n");
        }
        byte[] serial = DiskNames.serial(name).getBytes(StandardCharsets.US_ASCII);
        byte[] page = new byte[4 + serial.length];
        // SPC-4 7.8.15
        page[1] = (byte) 0x80;
        page[3] = (byte) serial.length;
        System.arraycopy(serial, 0, page, 4, serial.length);
        Files.write(disk.resolve("device/vpd_pg80"), page);
    }

    private void node(String name, int type, DeviceNumber number) throws IOException {
        String path = directory.resolve("dev").resolve(name).toString();
        try (Arena arena = Arena.ofConfined()) {
            int made = Syscalls.mknod(arena.allocateFrom(path).address(), type | ROOT_ONLY, number.pack());
            if (made < 0) {
                throw new KernelException("mknod", path, -made);
            }
        }
    }

    @Override
    public void close() throws IOException {
        var below = new ArrayList<Path>();
        try (var files = Files.walk(directory)) {
            files.forEach(below::addFirst);
        }
        for (Path file : below) {
            Files.delete(file);
        }
    }
}
