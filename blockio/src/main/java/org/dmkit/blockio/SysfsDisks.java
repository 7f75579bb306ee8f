package org.dmkit.blockio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.linux.DeviceNumber;
import org.jspecify.annotations.Nullable;

/**
 * The disks that the kernel knows, from sysfs alone, without opening one (but for a SCSI disk's serial that sysfs lacks). Disks
 * that come or go meanwhile are there or not, but never half. Safe for use by several threads.
 */
public final class SysfsDisks {
    /** Drivers of whole disks, by the first letters of their names. */
    private static final List<String> DISKS = List.of("sd", "vd", "nvme", "hd", "mmcblk", "xvd");

    private final Path sys;
    private final Path dev;

    /** The machine's own, {@code /sys} and {@code /dev}. */
    public SysfsDisks() {
        this(Path.of("/sys"), Path.of("/dev"));
    }

    /** Other roots, such as a tree made for a test. */
    public SysfsDisks(Path sys, Path dev) {
        this.sys = sys;
        this.dev = dev;
    }

    /**
     * All disks that can hold firmware RAID metadata, by name: no partitions, no device-mapper or md devices, no optical or RAM
     * disks, none without a medium or of size 0.
     *
     * @param loops also loop devices that are in use, for tests and images
     */
    public List<DiskInfo> list(boolean loops) throws IOException {
        List<DiskInfo> disks = new ArrayList<>();
        Path block = sys.resolve("block");
        for (String name : SysfsFiles.names(block)) {
            if (isDisk(name) || (loops && name.startsWith("loop"))) {
                DiskInfo info = info(block.resolve(name), dev.resolve(name.replace('!', '/')));
                if (info != null && info.sectors() > 0) {
                    disks.add(info);
                }
            }
        }
        disks.sort(SysfsDisks::byName);
        return disks;
    }

    /** sdz before sdaa. Not with what Comparator offers: its lambdas stay out of the AOT cache. */
    private static int byName(DiskInfo a, DiskInfo b) {
        int shorter = Integer.compare(a.name().length(), b.name().length());
        return shorter != 0 ? shorter : a.name().compareTo(b.name());
    }

    /**
     * Any block device that somebody names: also a partition, a mapped or a loop device.
     *
     * @return its description, under the path as given
     * @throws IOException if it is none, or gone
     */
    public DiskInfo describe(Path device) throws IOException {
        int mode = (int) Files.getAttribute(device, "unix:mode");
        if ((mode & Uapi.S_IFMT) != Uapi.S_IFBLK) {
            throw new IOException(device + ": no block device");
        }
        return describe(device, DeviceNumber.unpack((long) Files.getAttribute(device, "unix:rdev")));
    }

    /** Like {@link #describe(Path)}, of the device with this number. */
    DiskInfo describe(Path device, DeviceNumber number) throws IOException {
        DiskInfo info = info(sys.resolve("dev/block").resolve(number.toString()), device);
        if (info == null) {
            throw new IOException(device + ": the kernel has no device " + number);
        }
        return info;
    }

    /** {@code sda}, {@code nvme0n1}; not {@code mmcblk0boot0}, and not {@code nvme0c0n1}, one path of several to a disk. */
    private static boolean isDisk(String name) {
        for (String driver : DISKS) {
            if (name.startsWith(driver)) {
                return switch (driver) {
                    case "mmcblk" -> endsInDigits(name, driver.length());
                    case "nvme" -> name.indexOf('c') < 0;
                    default -> true;
                };
            }
        }
        return false;
    }

    private static boolean endsInDigits(String name, int from) {
        for (int i = from; i < name.length(); i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Null if the device went away. */
    private static @Nullable DiskInfo info(Path device, Path node) {
        String size = SysfsFiles.line(device.resolve("size"));
        String number = SysfsFiles.line(device.resolve("dev"));
        if (size == null || number == null) {
            return null;
        }
        // A partition has its queue and its hardware at the whole disk, the directory above.
        Path whole = Files.exists(device.resolve("partition")) ? parent(device) : device;
        String sectorSize = SysfsFiles.line(whole.resolve("queue/logical_block_size"));
        return new DiskInfo(
                node.toString(),
                Long.parseLong(size),
                sectorSize == null ? SectorBuffer.SECTOR : Integer.parseInt(sectorSize),
                SysfsIdentity.serial(whole, node),
                SysfsFiles.firstLine(whole, "device/wwid", "wwid"),
                SysfsIdentity.model(whole),
                DeviceNumber.parse(number),
                "1".equals(SysfsFiles.line(device.resolve("ro"))));
    }

    /** Of the directory itself, not of the link to it. */
    private static Path parent(Path link) {
        try {
            return link.toRealPath().resolve("..");
        } catch (IOException e) {
            return link;
        }
    }
}
