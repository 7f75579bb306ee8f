package org.dmkit.cli.dm;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmkit.linux.DeviceNumber;

/**
 * This machine's block devices, by sysfs, and their users, by sysfs and proc.
 *
 * @param sys {@code /sys}
 * @param proc {@code /proc}
 */
public record SysfsBlocks(Path sys, Path proc) implements Blocks {
    private static final int TYPE = 0170000;
    private static final int BLOCK_DEVICE = 0060000;

    /** As proc(5) tells it in {@code mountinfo}. */
    private static final int NUMBER = 2;

    private static final int MOUNT_POINT = 4;

    /** The machine's own. */
    public SysfsBlocks() {
        this(Path.of("/sys"), Path.of("/proc"));
    }

    @Override
    public Optional<Block> find(String path) throws IOException {
        try {
            Path node = Path.of(path);
            if (!node.isAbsolute() || ((int) Files.getAttribute(node, "unix:mode") & TYPE) != BLOCK_DEVICE) {
                return Optional.empty();
            }
            return find(DeviceNumber.unpack((long) Files.getAttribute(node, "unix:rdev")));
        } catch (NoSuchFileException | InvalidPathException none) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Block> find(DeviceNumber number) throws IOException {
        Path link = sys.resolve("dev/block").resolve(number.toString());
        if (!Files.exists(link)) {
            return Optional.empty();
        }
        Path device = link.toRealPath();
        // A partition has its queue at the whole disk, the directory above.
        String queue = Files.exists(device.resolve("partition")) ? "../queue" : "queue";
        Path sectorSize = device.resolve(queue).resolve("logical_block_size");
        return Optional.of(new Block(
                number,
                device.getFileName().toString(),
                Long.parseLong(line(device.resolve("size"))),
                Files.exists(sectorSize) ? Integer.parseInt(line(sectorSize)) : 512));
    }

    private static String line(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    @Override
    public List<User> users(DeviceNumber number) throws IOException {
        var users = new ArrayList<User>();
        Path holders = sys.resolve("dev/block").resolve(number.toString()).resolve("holders");
        if (Files.isDirectory(holders)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(holders)) {
                for (Path holder : all) {
                    users.add(User.of(User.Kind.HOLDER, holderName(holder)));
                }
            }
        }
        for (String mount : Files.readAllLines(proc.resolve("self/mountinfo"))) {
            String[] fields = mount.split(" ", -1);
            if (fields.length > MOUNT_POINT && fields[NUMBER].equals(number.toString())) {
                users.add(User.of(User.Kind.MOUNT, unescaped(fields[MOUNT_POINT])));
            }
        }
        for (String swap : swaps()) {
            if (find(swap).filter(b -> b.number().equals(number)).isPresent()) {
                users.add(User.of(User.Kind.SWAP, ""));
            }
        }
        return users;
    }

    @Override
    public List<User> processes(DeviceNumber number) throws IOException {
        return new Processes(proc).of(number);
    }

    /** A mapped device by the name that people know. */
    private static String holderName(Path holder) throws IOException {
        Path mapped = holder.resolve("dm/name");
        return Files.exists(mapped) ? line(mapped) : holder.getFileName().toString();
    }

    private List<String> swaps() throws IOException {
        Path file = proc.resolve("swaps");
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .skip(1)
                        .map(l -> unescaped(l.split("\\s", 2)[0]))
                        .toList()
                : List.of();
    }

    /** Blanks, tabs, line breaks and backslashes are octal there. */
    private static String unescaped(String text) {
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
