package org.dmkit.cli.dm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DmName;
import org.dmkit.raid.commit.Executor;

/**
 * Notes of the devices that a running dmkit is going to suspend, a file for each that runs: if it is killed, the next one finds
 * the note, which nobody has locked any more, and wakes what is suspended still.
 *
 * @param directory lost at a reboot, as suspensions are
 */
public record Holds(Path directory) {
    private static final String PREFIX = "hold.";

    /** This machine's. */
    public static Holds ofThisMachine() {
        return new Holds(Path.of("/run/dmkit"));
    }

    /** A note that stands until it is released, and is this process's until it is closed. */
    static final class Hold implements AutoCloseable {
        private final DeviceMapper mapper;
        private final List<HeldDevice> devices;
        private final Path file;
        private final FileChannel channel;

        private Hold(DeviceMapper mapper, List<HeldDevice> devices, Path file, FileChannel channel) {
            this.mapper = mapper;
            this.devices = devices;
            this.file = file;
            this.channel = channel;
        }

        /** The note goes, unless one of the devices could not be resumed: then the next dmkit tries again. */
        void release() {
            try {
                if (HeldDevice.noneSuspended(devices, mapper)) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException unknown) {
                // The next dmkit looks; how the change has ended is known already.
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /**
     * Notes that devices are going to be suspended; durable when this returns.
     *
     * @param names in the order in which they are suspended
     */
    Hold take(List<DmName> names, DeviceMapper mapper) throws IOException {
        var devices = new ArrayList<HeldDevice>();
        for (DmName name : names) {
            devices.add(HeldDevice.of(name, mapper));
        }
        Files.createDirectories(directory);
        Path file = directory.resolve(PREFIX + ProcessHandle.current().pid());
        // Nobody may find it before it is locked.
        Path hidden = directory.resolve("." + file.getFileName());
        FileChannel channel = FileChannel.open(
                hidden, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try {
            channel.lock();
            var text = new StringBuilder();
            devices.forEach(d -> text.append(d.line()).append('\n'));
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text.toString());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
                entry.force(true);
            }
            return new Hold(mapper, devices, file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Wakes what a dmkit that was killed has left suspended: with its new table if one of the devices that were to be switched
     * together runs with it already, else with the old one.
     *
     * @param trial the notes stay
     * @return the devices that go on
     */
    public List<String> wake(DeviceMapper mapper, boolean trial) throws IOException {
        var woken = new ArrayList<String>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path file : files) {
                wake(file, mapper, trial, woken);
            }
        } catch (NoSuchFileException none) {
            // Nobody has suspended anything since the machine started.
        }
        return woken;
    }

    private static void wake(Path file, DeviceMapper mapper, boolean trial, List<String> woken) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (!isFree(channel)) {
                return;
            }
            List<HeldDevice> devices = Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                    .map(HeldDevice::parse)
                    .flatMap(Optional::stream)
                    .toList();
            woken.addAll(HeldDevice.wake(devices, mapper));
            removeRehearsal(file.getFileName().toString(), mapper);
            if (!trial) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException gone) {
            // Its dmkit has come to its end meanwhile.
        }
    }

    /** Nobody stands on it, but it may be suspended. */
    private static void removeRehearsal(String file, DeviceMapper mapper) throws IOException {
        String rehearsal = Executor.REHEARSAL + file.substring(PREFIX.length());
        Optional<DeviceEntry> left = Named.named(rehearsal, mapper);
        if (left.isPresent()) {
            mapper.remove(left.get().name());
        }
    }

    /** False if its dmkit runs; else it is locked as long as the channel is open. */
    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }
}
