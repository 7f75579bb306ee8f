package org.dmkit.dm;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;
import org.dmkit.uapi.Constants;

/** Opens /dev/mapper/control, making it first where nobody has: in an initramfs, or before the module is loaded. */
final class ControlNode {
    private static final String PATH = "/dev/mapper/control";
    private static final int MODE = Constants.S_IFCHR | 0600;

    /** MAPPER_CTRL_MINOR of linux/miscdevice.h; opening such a node loads the module. */
    private static final int USUAL_MINOR = 236;

    private ControlNode() {}

    /** The file descriptor. */
    static int open() throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            long path = arena.allocateFrom(PATH).address();
            int fd = Syscalls.open(path, Constants.O_RDWR | Constants.O_CLOEXEC, 0);
            if (fd == -Errno.ENOENT && make(path)) {
                fd = Syscalls.open(path, Constants.O_RDWR | Constants.O_CLOEXEC, 0);
                if (fd < 0) {
                    remove();
                }
            }
            if (fd < 0) {
                throw new KernelException("open", PATH, -fd);
            }
            return fd;
        }
    }

    private static boolean make(long path) {
        try {
            Files.createDirectories(Path.of(PATH).getParent());
        } catch (IOException notRoot) {
            return false;
        }
        return Syscalls.mknod(path, MODE, new DeviceNumber(Constants.MISC_MAJOR, minor()).pack()) == 0;
    }

    private static void remove() {
        try {
            Files.deleteIfExists(Path.of(PATH));
        } catch (IOException stays) {
            // A node that can't be opened does no harm.
        }
    }

    private static int minor() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/misc"))) {
                String[] words = line.strip().split(" ", 2);
                if (words.length == 2 && words[1].strip().equals("device-mapper")) {
                    return Integer.parseInt(words[0]);
                }
            }
        } catch (IOException noProc) {
            return USUAL_MINOR;
        }
        return USUAL_MINOR;
    }
}
