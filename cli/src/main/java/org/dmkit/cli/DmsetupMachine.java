package org.dmkit.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.dmkit.cli.dm.Blocks;
import org.dmkit.cli.dm.SysfsBlocks;
import org.dmkit.cli.dmsetup.Premises;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DmName;
import org.dmkit.dm.KernelDeviceMapper;
import org.dmkit.dm.UdevPolicy;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.TerminalSize;

/** This machine, as dmsetup sees it, by whatever stands for its device-mapper. */
record DmsetupMachine(Opening opening, Map<String, String> environment, Style style) implements Premises {
    /** Opens the device-mapper. */
    @FunctionalInterface
    interface Opening {
        DeviceMapper open(UdevPolicy policy) throws IOException;
    }

    private static final Path NODES = Path.of("/dev/mapper");
    private static final int TYPE = 0170000;
    private static final int BLOCK_DEVICE = 0060000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int STANDARD_OUTPUT = 1;
    private static final DeviceNumber NO_DEVICE = new DeviceNumber(0, 0);

    /** Sectors of a KiB, in which sysfs tells how much is read ahead. */
    private static final int SECTORS = 2;

    @Override
    public DeviceMapper deviceMapper(UdevPolicy policy) throws IOException {
        return opening.open(policy);
    }

    @Override
    public Blocks blocks() {
        return new SysfsBlocks();
    }

    @Override
    public String environment(String variable) {
        return environment.getOrDefault(variable, "");
    }

    @Override
    public boolean privileged() {
        return ThisProcess.isRoot();
    }

    @Override
    public boolean udevRuns() {
        return environment("DM_DISABLE_UDEV").isEmpty() && Files.exists(Path.of("/run/udev/control"));
    }

    @Override
    public OptionalInt columns() {
        return TerminalSize.columns(STANDARD_OUTPUT);
    }

    @Override
    public boolean unicode() {
        return style.unicode();
    }

    @Override
    public String standardInput() throws IOException {
        return ThisProcess.standardInput();
    }

    @Override
    public String file(String path) throws IOException {
        return new String(Files.readAllBytes(path(path)), StandardCharsets.UTF_8);
    }

    private static Path path(String path) throws IOException {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new NoSuchFileException(path);
        }
    }

    @Override
    public Optional<DeviceNumber> node(String path) throws IOException {
        try {
            Path node = path(path);
            int type = (int) Files.getAttribute(node, "unix:mode") & TYPE;
            return Optional.of(
                    type == BLOCK_DEVICE || type == CHARACTER_DEVICE
                            ? DeviceNumber.unpack((long) Files.getAttribute(node, "unix:rdev"))
                            : NO_DEVICE);
        } catch (FileSystemException none) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> nodes() throws IOException {
        var names = new ArrayList<String>();
        if (Files.isDirectory(NODES)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(NODES)) {
                all.forEach(node -> names.add(node.getFileName().toString()));
            }
        }
        return names;
    }

    @Override
    public void makeNode(DmName name, DeviceNumber number) throws IOException {
        KernelDeviceMapper.makeNode(name, number);
    }

    @Override
    public void removeNode(DmName name) throws IOException {
        KernelDeviceMapper.removeNode(name);
    }

    @Override
    public void changeNode(DmName name, Ownership ownership) throws IOException {
        Path node = NODES.resolve(name.spelled());
        change(node, "unix:uid", ownership.user());
        change(node, "unix:gid", ownership.group());
        // Last: a change of the owner may take bits away.
        change(node, "unix:mode", ownership.mode());
    }

    private static void change(Path node, String attribute, OptionalInt value) throws IOException {
        if (value.isPresent()) {
            Files.setAttribute(node, attribute, value.getAsInt());
        }
    }

    private static Path readAheadFile(DeviceNumber number) {
        return Path.of("/sys/dev/block").resolve(number.toString()).resolve("bdi/read_ahead_kb");
    }

    @Override
    public OptionalInt readAhead(DeviceNumber number) throws IOException {
        Path file = readAheadFile(number);
        return Files.exists(file)
                ? OptionalInt.of(
                        SECTORS * Integer.parseInt(Files.readString(file).strip()))
                : OptionalInt.empty();
    }

    @Override
    public void setReadAhead(DeviceNumber number, int sectors) throws IOException {
        Files.writeString(readAheadFile(number), Integer.toString((sectors + 1) / SECTORS));
    }

    @Override
    public void execute(List<String> command) throws IOException {
        Child.start(command, false).await();
    }
}
