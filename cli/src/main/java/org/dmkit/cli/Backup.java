package org.dmkit.cli;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dmkit.blockio.Capture;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.model.RefusedException;

/**
 * Sectors of one disk before they are erased: a capture that also tells which sectors it has, because those that it leaves out
 * and those that hold zeros look alike in one.
 *
 * @param disk as it was called then
 */
record Backup(DiskInfo disk, List<Image> images) {
    private static final String SECTORS = "sectors";

    /** Writes it, durably. A file that is there is left alone. */
    static void write(Path path, Disk disk, List<Image> images) throws IOException {
        if (Files.exists(path)) {
            throw new IOException(path + ": is there already");
        }
        List<Extent> extents = images.stream().map(Image::extent).toList();
        String list = extents.stream().map(Extent::toString).collect(Collectors.joining(" "));
        Capture.write(
                path,
                Map.of("title", "what dmkit wipe has erased on " + disk.info().name(), SECTORS, list),
                List.of(new Capture.Kept(disk, extents)));
        sync(path);
        if (!read(path).map(Backup::images).equals(Optional.of(images))) {
            throw new IOException(path + ": reads back differently");
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    /** Empty if it is another capture. */
    static Optional<Backup> read(Path path) throws IOException {
        Capture capture = Capture.read(path);
        String list = capture.about().get(SECTORS);
        if (list == null || capture.disks().size() != 1) {
            return Optional.empty();
        }
        Disk disk = capture.disks().getFirst();
        var images = new ArrayList<Image>();
        for (String text : list.split(" ", -1)) {
            String[] parts = text.split("\\+", -1);
            if (!text.matches("\\d{1,18}\\+\\d{1,6}")) {
                throw new IOException(path + ": no run of sectors: " + text);
            }
            var extent = new Extent(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
            images.add(new Image(extent.lba(), bytes(disk, extent)));
        }
        return Optional.of(new Backup(disk.info(), images));
    }

    private static byte[] bytes(Disk disk, Extent extent) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(extent.count() * 512, 4096);
            disk.read(extent.lba(), buffer);
            return buffer.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** The disk that it is of, among those that are there. */
    DiskInfo find(List<DiskInfo> disks) throws RefusedException {
        List<DiskInfo> same = disks.stream()
                .filter(d -> d.sectors() == disk.sectors() && d.serial().equals(disk.serial()))
                .filter(d -> !disk.serial().isBlank() || d.path().endsWith("/" + disk.name()))
                .toList();
        if (same.size() != 1) {
            throw RefusedException.because(
                    "restore.disk",
                    (same.isEmpty() ? "no disk" : same.size() + " disks") + " with " + disk.sectors()
                            + " sectors and the serial \"" + disk.serial() + "\"",
                    "the one that the backup is of",
                    same.isEmpty() ? "attach it" : "detach the others");
        }
        return same.getFirst();
    }
}
