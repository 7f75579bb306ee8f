package org.dmkit.blockio;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sectors of disks as text: a directory, or one {@code .tar.gz}, with {@code case.json} (the disks: {@code name},
 * {@code sectors}, {@code serial}, {@code meta}, and where it matters {@code sectorSize}, {@code wwn}, {@code model}) and a
 * file of sectors for each, see {@link SectorText}. Other fields and files are left alone. A capture that is malformed or
 * asks for something outside itself is an {@link IOException} that says where.
 *
 * <p>Its disks live in memory and can be written; {@link #save} puts the changes back. Not safe for use by several threads,
 * but its disks are.
 */
public final class Capture {
    static final String CASE = "case.json";

    private static final int CHUNK_SECTORS = 256;

    private final CaptureFiles files;
    private final Map<String, String> about;

    /** By name of the file. */
    private final Map<String, MemoryDisk> disks;

    private Capture(CaptureFiles files, Map<String, String> about, Map<String, MemoryDisk> disks) {
        this.files = files;
        this.about = about;
        this.disks = disks;
    }

    /**
     * What to put into a capture.
     *
     * @param extents what of the disk; all else will read as zeros
     */
    public record Kept(Disk disk, List<Extent> extents) {
        public Kept {
            extents = List.copyOf(extents);
        }
    }

    /** Reads a directory, or an archive if the name ends in {@code .tar.gz} or {@code .tgz}. */
    public static Capture read(Path path) throws IOException {
        CaptureFiles files = CaptureArchive.isArchive(path) ? CaptureArchive.open(path) : new CaptureDirectory(path);
        try {
            CaptureCase contents = CaptureCase.parse(files.read(CASE));
            Map<String, MemoryDisk> disks = new LinkedHashMap<>();
            for (CaptureCase.Member member : contents.disks()) {
                String text = new String(files.read(member.meta()), StandardCharsets.ISO_8859_1);
                SparseSectors sectors =
                        SectorText.parse(member.meta(), text, member.info().sectors());
                disks.put(member.meta(), new MemoryDisk(member.info(), sectors));
            }
            return new Capture(files, contents.about(), disks);
        } catch (IOException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }

    /** In the order of the capture; their names are unique in it, their numbers null. */
    public List<Disk> disks() {
        return List.copyOf(disks.values());
    }

    /** What the capture tells about itself: its text fields. */
    public Map<String, String> about() {
        return about;
    }

    /** Writes the sectors of all disks that were changed since reading or the last save back to where they came from. */
    public void save() throws IOException {
        Map<String, byte[]> changed = new LinkedHashMap<>();
        disks.forEach((file, disk) -> {
            if (disk.isChanged()) {
                changed.put(file, encode(disk));
            }
        });
        if (!changed.isEmpty()) {
            files.write(changed);
            disks.values().forEach(MemoryDisk::saved);
        }
    }

    /**
     * Writes a new capture, a directory or an archive by its name: whole, or not at all. A disk's name in it is the last part of
     * its path, made unique.
     *
     * @param about texts for {@code case.json}, such as {@code title}
     * @throws IOException if something of this name exists, its directory does not, or a disk can't be read
     */
    public static void write(Path path, Map<String, String> about, List<Kept> kept) throws IOException {
        mustBeNew(path);
        Map<String, byte[]> written = new LinkedHashMap<>();
        List<CaptureCase.Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Kept each : kept) {
            MemoryDisk copy = new MemoryDisk(renamed(each.disk().info(), names));
            copy(each, copy);
            String file = fileName(copy.info().name());
            if (written.put(file, encode(copy)) != null) {
                throw new IOException("two disks would be written to " + file);
            }
            members.add(new CaptureCase.Member(copy.info(), file));
        }
        written.put(CASE, new CaptureCase(about, members).format());
        try {
            if (CaptureArchive.isArchive(path)) {
                CaptureArchive.create(path, written);
            } else {
                CaptureDirectory.create(path, written);
            }
        } catch (FileSystemException namesItsFile) {
            throw namesItsFile;
        } catch (IOException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }

    private static void mustBeNew(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(path + ": exists already; a capture is a new directory or a new archive");
        }
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new IOException(parent + ": no such directory");
        }
    }

    private static void copy(Kept from, MemoryDisk to) throws IOException {
        SectorBuffer buffer = new SectorBuffer(CHUNK_SECTORS);
        for (Extent extent : from.extents()) {
            for (long lba = extent.lba(); lba < extent.end(); lba += CHUNK_SECTORS) {
                MemorySegment chunk = buffer.sectors(Math.min(CHUNK_SECTORS, extent.end() - lba));
                from.disk().read(lba, chunk);
                to.write(lba, chunk);
            }
        }
    }

    private static byte[] encode(MemoryDisk disk) {
        return SectorText.format(disk.sectors()).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static DiskInfo renamed(DiskInfo info, Set<String> taken) {
        String base = info.name().substring(info.name().lastIndexOf('/') + 1);
        String name = base;
        for (int i = 2; !taken.add(name); i++) {
            name = base + "-" + i;
        }
        return new DiskInfo(
                name, info.sectors(), info.sectorSize(), info.serial(), info.wwn(), info.model(), null, false);
    }

    private static String fileName(String disk) {
        String plain = disk.replaceAll("[^A-Za-z0-9._-]", "_");
        return (plain.startsWith(".") ? "_" + plain.substring(1) : plain) + ".sectors";
    }
}
