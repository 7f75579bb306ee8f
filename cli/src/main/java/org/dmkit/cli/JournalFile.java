package org.dmkit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.SmallFile;
import org.dmkit.blockio.SysfsStack;
import org.dmkit.raid.record.Journal;
import org.dmkit.simulation.SimulatedDisk;

/** The file that {@code --journal} names, as the journal of the machine that a command works on. */
final class JournalFile {
    /** File systems in memory. */
    private static final Set<String> VOLATILE = Set.of("tmpfs", "ramfs");

    private JournalFile() {}

    /** Takes what has to be closed. */
    @FunctionalInterface
    interface Closing {
        void later(Workplace.Closing resource);
    }

    /** For the disks of this machine: the file has to outlast its power. */
    static Optional<Journal> onThisMachine(Optional<Path> path, boolean writable, Closing closing) throws IOException {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        SmallFile file = open(path.get(), writable, closing);
        Path there = existing(file);
        String type = Files.getFileStore(there).type();
        if (VOLATILE.contains(type)) {
            throw new IOException(file.info().name() + ": in memory (" + type + "), which a power cut empties");
        }
        return Optional.of(new Journal(file, new SysfsStack().under(there)));
    }

    /** For stand-ins: it changes if they do. */
    static Optional<Journal> ofStandIns(Optional<Path> path, boolean writable, boolean lasting, Closing closing)
            throws IOException {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        Disk file = open(path.get(), writable && lasting, closing);
        return Optional.of(new Journal(writable && !lasting ? SimulatedDisk.copyOnWrite(file) : file, Set.of()));
    }

    /** Who wants to know what a journal says has to give one. */
    static void mustBeThere(Optional<Path> path) throws IOException {
        if (path.isPresent() && !Files.exists(path.get())) {
            throw new IOException(path.get() + ": there is no such journal; nothing was done without it");
        }
    }

    private static SmallFile open(Path path, boolean writable, Closing closing) throws IOException {
        SmallFile file = SmallFile.open(path, Journal.SECTORS, writable);
        closing.later(file::close);
        return file;
    }

    /** It, or the directory that it will be in. */
    private static Path existing(SmallFile file) {
        Path path = Path.of(file.info().name());
        return Files.exists(path) ? path : Objects.requireNonNull(path.getParent());
    }
}
