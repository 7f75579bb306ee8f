package org.dmkit.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dmkit.blockio.Capture;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.ImageDisk;
import org.dmkit.blockio.SectorBuffer;

/** The image files of the demonstration: a mirror as mdadm made it, with nothing on it yet, and a blank disk; or blank disks. */
final class DemoImages {
    static final String BLANK = "disk2.img";

    private static final List<String> RESOURCES = List.of("case.json", "disk0.sectors", "disk1.sectors");

    /** Sectors at the end, in which the metadata lie. */
    private static final int TAIL = 256;

    private static final int BLANK_SECTORS = 131_072;

    private DemoImages() {}

    /** Makes three blank disks and opens them, named as their files. */
    static List<Disk> blank(Path directory) throws IOException {
        var images = new ArrayList<Disk>();
        try {
            for (String name : List.of("disk0.img", "disk1.img", BLANK)) {
                images.add(create(directory, name, BLANK_SECTORS));
            }
            return images;
        } catch (IOException | RuntimeException e) {
            images.forEach(Disk::close);
            throw e;
        }
    }

    /** Makes a mirror and a blank disk and opens them, named as their files. */
    static List<Disk> mirror(Path directory) throws IOException {
        Path unpacked = Files.createTempDirectory("dmkit-demo-capture");
        try {
            for (String resource : RESOURCES) {
                try (InputStream in = DemoImages.class.getResourceAsStream("demo/" + resource)) {
                    if (in == null) {
                        throw new FileNotFoundException("demo/" + resource + " is not in this build");
                    }
                    Files.copy(in, unpacked.resolve(resource));
                }
            }
            return mirror(directory, Capture.read(unpacked).disks());
        } finally {
            delete(unpacked);
        }
    }

    private static List<Disk> mirror(Path directory, List<Disk> members) throws IOException {
        var images = new ArrayList<Disk>();
        try {
            for (Disk member : members) {
                Disk image =
                        create(directory, member.info().name(), member.info().sectors());
                images.add(image);
                MemorySegment tail = new SectorBuffer(TAIL).sectors(TAIL);
                long lba = member.info().sectors() - TAIL;
                member.read(lba, tail);
                image.write(lba, tail);
            }
            images.add(create(directory, BLANK, members.getFirst().info().sectors()));
            return images;
        } catch (IOException | RuntimeException e) {
            images.forEach(Disk::close);
            throw e;
        }
    }

    private static Disk create(Path directory, String name, long sectors) throws IOException {
        Path file = directory.resolve(name);
        Files.createFile(file);
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(sectors * SectorBuffer.SECTOR);
        }
        return new Renamed(ImageDisk.open(file, true), name);
    }

    /** Deletes a directory without directories in it. */
    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
