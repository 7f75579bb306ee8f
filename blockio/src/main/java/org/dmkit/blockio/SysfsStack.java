package org.dmkit.blockio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.dmkit.linux.DeviceNumber;
import org.jspecify.annotations.Nullable;

/** What block devices stand on, by sysfs: a partition on its disk, a mapped device on those in its table. */
public final class SysfsStack {
    private final Path sys;

    /** The machine's own, {@code /sys}. */
    public SysfsStack() {
        this(Path.of("/sys"));
    }

    /** Another root, such as a tree made for a test. */
    SysfsStack(Path sys) {
        this.sys = sys;
    }

    /**
     * Numbers of all devices that the file system of a file stands on, down to the disks. Empty where it is on no block device, or
     * that can't be told: a file system may have a number of its own, and then its mount tells one device.
     *
     * @param file one that is there, or a directory
     */
    public Set<DeviceNumber> under(Path file) throws IOException {
        var all = new LinkedHashSet<DeviceNumber>();
        DeviceNumber number = DeviceNumber.unpack((long) Files.getAttribute(file, "unix:dev"));
        add(number, all);
        if (all.isEmpty()) {
            Path source = Path.of(Files.getFileStore(file).name());
            if (source.isAbsolute() && Files.exists(source)) {
                add(DeviceNumber.unpack((long) Files.getAttribute(source, "unix:rdev")), all);
            }
        }
        return all;
    }

    /** This device and all below it. */
    Set<DeviceNumber> under(DeviceNumber number) throws IOException {
        var all = new LinkedHashSet<DeviceNumber>();
        add(number, all);
        return all;
    }

    private void add(DeviceNumber number, Set<DeviceNumber> all) throws IOException {
        Path device = sys.resolve("dev/block").resolve(number.toString());
        if (!Files.exists(device) || !all.add(number)) {
            return;
        }
        if (Files.exists(device.resolve("partition"))) {
            add(SysfsFiles.line(device.toRealPath().resolve("../dev")), all);
        }
        for (String lower : SysfsFiles.names(device.resolve("slaves"))) {
            add(SysfsFiles.line(device.resolve("slaves").resolve(lower).resolve("dev")), all);
        }
    }

    private void add(@Nullable String number, Set<DeviceNumber> all) throws IOException {
        if (number != null) {
            add(DeviceNumber.parse(number), all);
        }
    }
}
