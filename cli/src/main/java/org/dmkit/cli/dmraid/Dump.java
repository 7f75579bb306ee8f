package org.dmkit.cli.dmraid;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.live.Machine;

/**
 * {@code -r -D}: the metadata of each disk in files of a directory for its format, as {@code dmraid.isw/sda.dat}, with where on
 * the disk they begin ({@code .offset}, bytes) and the disk's size ({@code .size}, sectors). Metadata that lie in several
 * places make several pairs: {@code sda_0.dat}, {@code sda_1.dat}, ...
 */
final class Dump {
    private static final long PAGE = 4096;

    private final Path base;
    private final Machine machine;
    private final Log log;

    Dump(Path base, Machine machine, Log log) {
        this.base = base;
        this.machine = machine;
        this.log = log;
    }

    void write(List<RaidDisk> disks) throws IOException {
        for (RaidDisk disk : disks) {
            Path directory = base.resolve("dmraid." + disk.format().name());
            if (!Files.isDirectory(directory)) {
                log.notice("creating directory " + directory.getFileName());
                Files.createDirectories(directory);
            }
            write(disk, directory);
        }
    }

    private void write(RaidDisk disk, Path directory) throws IOException {
        String name = String.valueOf(Path.of(disk.path()).getFileName());
        List<Extent> runs = MetadataRuns.of(disk.found().extents());
        for (int i = 0; i < runs.size(); i++) {
            String stem = runs.size() == 1 ? name : name + "_" + i;
            log.notice("writing metadata file \"" + stem + ".dat\"");
            file(directory.resolve(stem + ".dat"), read(disk, runs.get(i)));
            number(directory, stem, "offset", runs.get(i).lba() * 512);
        }
        number(directory, name, "size", disk.disk().sectors());
    }

    private byte[] read(RaidDisk disk, Extent run) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(run.count() * 512, PAGE);
            machine.disk(disk.disk()).read(run.lba(), bytes);
            return bytes.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private void number(Path directory, String stem, String suffix, long number) throws IOException {
        log.notice("writing " + suffix + " to file \"" + stem + "." + suffix + "\"");
        file(directory.resolve(stem + "." + suffix), (number + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** For the owner only, as dmraid makes them. */
    private static void file(Path file, byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, bytes);
    }
}
