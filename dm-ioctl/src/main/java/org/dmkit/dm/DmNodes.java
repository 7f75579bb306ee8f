package org.dmkit.dm;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;
import org.dmkit.uapi.Constants;

/** The nodes {@code DIRECTORY/NAME}, with mangled names. Making one that is there, or removing one that isn't, does nothing. */
record DmNodes(Path directory) {
    static final Path DIRECTORY = Path.of("/dev/mapper");

    /** As libdm makes them, and udev's own rules: root and the group of disks. */
    private static final int MODE = Constants.S_IFBLK | 0660;

    /** {@code disk} in the distributions' passwd files, and libdm's own default there. */
    private static final int DISK_GROUP = 6;

    void make(DmName name, DeviceNumber number) throws IOException {
        Path node = node(name);
        if (Files.exists(node)) {
            if (DeviceNumber.unpack(((Number) Files.getAttribute(node, "unix:rdev")).longValue())
                    .equals(number)) {
                return;
            }
        }
        Files.createDirectories(directory);
        Files.deleteIfExists(node);
        try (Arena arena = Arena.ofConfined()) {
            int result = Syscalls.mknod(arena.allocateFrom(node.toString()).address(), MODE, number.pack());
            if (result < 0) {
                throw new KernelException("mknod", node.toString(), -result);
            }
        }
        Files.setAttribute(node, "unix:gid", DISK_GROUP);
        // What the umask took away; last, so that nobody of the first group may open it.
        Files.setAttribute(node, "unix:mode", MODE);
    }

    void remove(DmName name) throws IOException {
        Files.deleteIfExists(node(name));
    }

    Path node(DmName name) {
        return directory.resolve(NameMangling.spelled(name));
    }
}
