package org.dmkit.cli.dm;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.dmkit.linux.DeviceNumber;

/**
 * Who has a block device open, or a file on it, by proc(5). Of processes of other users root alone is told.
 *
 * @param proc {@code /proc}
 */
record Processes(Path proc) {
    private static final int TYPE = 0170000;
    private static final int BLOCK_DEVICE = 0060000;

    /** In the order of their ids as texts; a process counts once for the device and once for files. */
    List<User> of(DeviceNumber number) throws IOException {
        Set<User> users = new LinkedHashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : all) {
                long id = Long.parseLong(process.getFileName().toString());
                if (opens(process, f -> isDevice(f, number))) {
                    users.add(new User(User.Kind.OPEN, program(process), id));
                }
                if (opens(process, f -> isOn(f, number))) {
                    users.add(new User(User.Kind.FILE, program(process), id));
                }
            }
        }
        return List.copyOf(users);
    }

    private static boolean opens(Path process, Predicate<Path> what) {
        if (what.test(process.resolve("cwd"))) {
            return true;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (what.test(file)) {
                    return true;
                }
            }
            return false;
        } catch (IOException goneOrNotOurs) {
            return false;
        }
    }

    private static boolean isDevice(Path file, DeviceNumber number) {
        return ((int) attribute(file, "unix:mode") & TYPE) == BLOCK_DEVICE
                && DeviceNumber.unpack(attribute(file, "unix:rdev")).equals(number);
    }

    private static boolean isOn(Path file, DeviceNumber number) {
        return DeviceNumber.unpack(attribute(file, "unix:dev")).equals(number);
    }

    /** 0 if it is gone, or may not be looked at. */
    private static long attribute(Path file, String name) {
        try {
            return ((Number) Files.getAttribute(file, name)).longValue();
        } catch (IOException goneOrNotOurs) {
            return 0;
        }
    }

    private static String program(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException gone) {
            return "a program that has ended";
        }
    }
}
