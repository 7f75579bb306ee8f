package org.dmkit.vmtest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Programs of the host: those that build and run the guest, and those that are copied into it. */
final class HostTools {
    private static final List<Path> DIRECTORIES =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/sbin"), Path.of("/bin"));

    /** Needed on the host, with the Debian package that has it. */
    private static final Map<String, String> BUILDERS = Map.of(
            "qemu-system-x86_64", "qemu-system-x86",
            "apt-get", "apt",
            "apt-cache", "apt",
            "dpkg", "dpkg",
            "depmod", "kmod",
            "ldd", "libc-bin",
            "tar", "tar");

    /** Copied into the guest, with the Debian package that has it. */
    private static final Map<String, String> GUEST = Map.ofEntries(
            Map.entry("busybox", "busybox-static"),
            Map.entry("dash", "dash"),
            Map.entry("dmraid", "dmraid"),
            Map.entry("dmsetup", "dmsetup"),
            Map.entry("mdadm", "mdadm"),
            Map.entry("mdmon", "mdadm"),
            Map.entry("blkid", "util-linux"),
            Map.entry("losetup", "mount"),
            Map.entry("mke2fs", "e2fsprogs"),
            Map.entry("e2fsck", "e2fsprogs"),
            Map.entry("strace", "strace"),
            Map.entry("udevadm", "udev"));

    private HostTools() {}

    /**
     * The guest's programs by name, in alphabetical order.
     *
     * @throws VmException naming the Debian packages to install, if any program is missing
     */
    static SequencedMap<String, Path> guestPrograms() throws VmException {
        var missing = new TreeSet<String>();
        for (var tool : BUILDERS.entrySet()) {
            if (find(tool.getKey()) == null) {
                missing.add(tool.getValue());
            }
        }
        var found = new LinkedHashMap<String, Path>();
        for (String name : new TreeSet<>(GUEST.keySet())) {
            Path path = find(name);
            if (path == null) {
                missing.add(GUEST.get(name));
            } else {
                found.put(name, path);
            }
        }
        if (!missing.isEmpty()) {
            throw new VmException("missing Debian packages: " + String.join(" ", missing) + " (apt-get install "
                    + String.join(" ", missing) + ")");
        }
        return found;
    }

    private static @Nullable Path find(String name) {
        for (Path directory : DIRECTORIES) {
            Path path = directory.resolve(name);
            if (Files.isExecutable(path)) {
                return path;
            }
        }
        return null;
    }
}
