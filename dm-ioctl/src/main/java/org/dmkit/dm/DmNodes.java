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
    private static final int MODE = Constants.S_IFBLK | 0600;

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
    }

    void remove(DmName name) throws IOException {
        Files.deleteIfExists(node(name));
    }

    Path node(DmName name) {
        return directory.resolve(NameMangling.mangle(name.value()));
    }
}
