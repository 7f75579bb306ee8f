package org.dmkit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dmkit.linux.DeviceNumber;

/** What is mounted, as proc(5) tells it in {@code mountinfo}. */
final class Mounts {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");

    private static final int DEVICE = 2;
    private static final int SUPER_OPTIONS = 3;

    private Mounts() {}

    /** Devices whose file system takes no writes, whatever is mounted of it. */
    static Set<DeviceNumber> readOnly() throws IOException {
        return readOnly(Files.readAllLines(TABLE));
    }

    static Set<DeviceNumber> readOnly(List<String> lines) {
        var readOnly = new HashSet<DeviceNumber>();
        for (String line : lines) {
            List<String> fields = List.of(line.split(" "));
            int separator = fields.indexOf("-");
            if (separator > DEVICE && fields.size() > separator + SUPER_OPTIONS) {
                // A mount may be read-only while the file system itself is written through another.
                List<String> options =
                        List.of(fields.get(separator + SUPER_OPTIONS).split(","));
                if (options.contains("ro")) {
                    readOnly.add(DeviceNumber.parse(fields.get(DEVICE)));
                }
            }
        }
        return readOnly;
    }
}
