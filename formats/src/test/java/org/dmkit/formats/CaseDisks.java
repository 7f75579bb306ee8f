package org.dmkit.formats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.Group;
import org.dmkit.raid.RaidSet;
import org.dmkit.raid.spi.Assembly;
import org.dmkit.raid.spi.Format;
import org.dmkit.raid.spi.Reading;
import org.dmkit.raid.spi.Sectors;

/** The disks of a case of the corpus, in memory, to be changed and read by one format. */
public final class CaseDisks {
    private static final Pattern DISK = Pattern.compile(
            "\"name\": \"([^\"]*)\",\\s*\"sectors\": (\\d+),\\s*\"serial\": \"([^\"]*)\",\\s*\"meta\": \"([^\"]*)\"");

    private final Format format;
    private final Map<String, DiskInfo> disks = new TreeMap<>();
    private final Map<String, Map<Long, byte[]>> sectors = new HashMap<>();

    private CaseDisks(Format format) {
        this.format = format;
    }

    private static Path corpus(Format format) {
        return Path.of(System.getProperty("dmkit.root", ".."), "corpus", format.name());
    }

    /** The cases of a format. */
    public static List<String> names(Format format) {
        try (Stream<Path> cases = Files.list(corpus(format))) {
            return cases.map(p -> p.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a real program said; empty if there is no such file. */
    public static String expectation(Format format, String name, String file) {
        Path path = corpus(format).resolve(name).resolve("expect").resolve(file);
        try {
            return Files.exists(path) ? Files.readString(path, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static CaseDisks load(Format format, String name) {
        try {
            var c = new CaseDisks(format);
            Path directory = corpus(format).resolve(name);
            Matcher disk = DISK.matcher(Files.readString(directory.resolve("case.json")));
            while (disk.find()) {
                c.add(disk.group(1), Long.parseLong(disk.group(2)), disk.group(3));
                for (String line : Files.readAllLines(directory.resolve(disk.group(4)))) {
                    String[] run = line.split(" ", 3);
                    for (long i = 0; i < Long.parseLong(run[1]); i++) {
                        c.put(
                                disk.group(1),
                                Long.parseLong(run[0]) + i,
                                HexFormat.of().parseHex(run[2]));
                    }
                }
            }
            return c;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public CaseDisks copy() {
        var c = new CaseDisks(format);
        c.disks.putAll(disks);
        sectors.forEach((name, all) -> c.sectors.put(name, new HashMap<>(all)));
        return c;
    }

    public CaseDisks add(String name, long size, String serial) {
        disks.put(name, new DiskInfo(name, size, 512, serial, null, "", null, false));
        sectors.put(name, new HashMap<>());
        return this;
    }

    public CaseDisks without(String name) {
        disks.remove(name);
        sectors.remove(name);
        return this;
    }

    public List<DiskInfo> disks() {
        return List.copyOf(disks.values());
    }

    public DiskInfo disk(String name) {
        return Objects.requireNonNull(disks.get(name));
    }

    public void put(String disk, long lba, byte[] sector) {
        Objects.requireNonNull(sectors.get(disk)).put(lba, sector.clone());
    }

    public byte[] sector(String disk, long lba) {
        return Objects.requireNonNull(sectors.get(disk))
                .getOrDefault(lba, new byte[512])
                .clone();
    }

    private byte[] read(String disk, Extent extent) {
        var bytes = new byte[Math.toIntExact(extent.count() * 512)];
        for (int i = 0; i < extent.count(); i++) {
            System.arraycopy(sector(disk, extent.lba() + i), 0, bytes, i * 512, 512);
        }
        return bytes;
    }

    public Reading reading(String disk) {
        DiskInfo info = disk(disk);
        var known = new ArrayList<>(format.anchors(info));
        for (int round = 0; round < 4; round++) {
            Sectors read = extent -> known.stream().anyMatch(k -> k.contains(extent))
                    ? Optional.of(MemorySegment.ofArray(read(disk, extent)).asReadOnly())
                    : Optional.empty();
            Reading reading = format.read(info, read);
            if (!(reading instanceof Reading.Needs needs)) {
                return reading;
            }
            known.addAll(needs.extents());
        }
        throw new AssertionError("asks for ever");
    }

    public List<Reading.Found> found() {
        var found = new ArrayList<Reading.Found>();
        for (String disk : disks.keySet()) {
            if (reading(disk) instanceof Reading.Found f) {
                found.add(f);
            }
        }
        return found;
    }

    public Reading.Found found(String disk) {
        return (Reading.Found) reading(disk);
    }

    public Assembly assemble() {
        return format.assemble(found());
    }

    /** The only group with a set. */
    public Group group() {
        List<Group> groups =
                assemble().groups().stream().filter(g -> !g.sets().isEmpty()).toList();
        if (groups.size() != 1) {
            throw new AssertionError(groups.size() + " groups with sets");
        }
        return groups.getFirst();
    }

    /** The only set; it may be started. */
    public RaidSet set() {
        Group group = group();
        if (!group.blocked().isEmpty()) {
            throw new AssertionError(group.blocked());
        }
        return group.sets().getFirst();
    }

    /** Codes of what keeps the only set from being started. */
    public List<String> blocked() {
        return group().blocked().values().stream().map(f -> f.code()).toList();
    }

    /** Codes of all findings on the disks and on the sets, sorted, each once. */
    public List<String> codes() {
        return Stream.concat(found().stream().flatMap(f -> f.findings().stream()), assemble().findings().stream())
                .map(f -> f.code())
                .distinct()
                .sorted()
                .toList();
    }

    /** Bytes as numbers, least significant first. */
    public static byte[] with(byte[] sector, int offset, int... bytes) {
        byte[] changed = Arrays.copyOf(sector, sector.length);
        for (int i = 0; i < bytes.length; i++) {
            changed[offset + i] = (byte) bytes[i];
        }
        return changed;
    }
}
