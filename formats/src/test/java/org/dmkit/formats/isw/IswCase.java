package org.dmkit.formats.isw;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.model.Finding;

/** Disks in memory: a case of the corpus, or what a test makes of one. */
final class IswCase {
    private static final Pattern DISK = Pattern.compile(
            "\"name\": \"([^\"]*)\",\\s*\"sectors\": (\\d+),\\s*\"serial\": \"([^\"]*)\",\\s*\"meta\": \"([^\"]*)\"");
    private static final IswFormat FORMAT = new IswFormat();

    private final Map<String, DiskInfo> disks = new TreeMap<>();
    private final Map<String, Map<Long, byte[]>> sectors = new TreeMap<>();

    static Path corpus() {
        return Path.of(System.getProperty("dmkit.root", ".."), "corpus", "isw");
    }

    static List<String> names() {
        try (Stream<Path> cases = Files.list(corpus())) {
            return cases.map(p -> p.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static IswCase load(String name) {
        try {
            IswCase c = new IswCase();
            Path dir = corpus().resolve(name);
            Matcher m = DISK.matcher(Files.readString(dir.resolve("case.json")));
            while (m.find()) {
                c.add(new DiskInfo(m.group(1), Long.parseLong(m.group(2)), 512, m.group(3), null, "", null, false));
                for (String line : Files.readAllLines(dir.resolve(m.group(4)))) {
                    String[] f = line.split(" ", 3);
                    for (long i = 0; i < Long.parseLong(f[1]); i++) {
                        c.put(
                                m.group(1),
                                Long.parseLong(f[0]) + i,
                                HexFormat.of().parseHex(f[2]));
                    }
                }
            }
            return c;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    IswCase copy() {
        IswCase c = new IswCase();
        disks.values().forEach(c::add);
        sectors.forEach((disk, all) -> c.of(disk).putAll(all));
        return c;
    }

    static String expectation(String name, String file) {
        Path p = corpus().resolve(name).resolve("expect").resolve(file);
        try {
            return Files.exists(p) ? Files.readString(p) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    IswCase add(DiskInfo disk) {
        disks.put(disk.name(), disk);
        sectors.put(disk.name(), new TreeMap<>());
        return this;
    }

    IswCase add(String name, long size, String serial) {
        return add(new DiskInfo(name, size, 512, serial, null, "", null, false));
    }

    IswCase without(String name) {
        disks.remove(name);
        sectors.remove(name);
        return this;
    }

    void put(String disk, long lba, byte[] sector) {
        of(disk).put(lba, sector);
    }

    private Map<Long, byte[]> of(String disk) {
        return Objects.requireNonNull(sectors.get(disk));
    }

    DiskInfo disk(String name) {
        return Objects.requireNonNull(disks.get(name));
    }

    List<DiskInfo> disks() {
        return List.copyOf(disks.values());
    }

    void write(Map<String, List<Image>> images) {
        images.forEach((disk, list) -> list.forEach(image -> {
            byte[] bytes = image.bytes();
            for (int i = 0; i * 512 < bytes.length; i++) {
                put(disk, image.lba() + i, Arrays.copyOfRange(bytes, i * 512, i * 512 + 512));
            }
        }));
    }

    byte[] read(String disk, Extent extent) {
        byte[] all = new byte[Math.toIntExact(extent.count()) * 512];
        for (int i = 0; i < extent.count(); i++) {
            byte[] sector = of(disk).get(extent.lba() + i);
            if (sector != null) {
                System.arraycopy(sector, 0, all, i * 512, 512);
            }
        }
        return all;
    }

    /** As the scanner does it: the anchors, then what is asked for. */
    Reading<Mpb> reading(String disk) {
        DiskInfo info = disk(disk);
        List<Extent> known = new ArrayList<>(FORMAT.anchors(info));
        for (int round = 0; round < 4; round++) {
            Sectors read = extent -> known.contains(extent)
                    ? Optional.of(MemorySegment.ofArray(read(disk, extent)).asReadOnly())
                    : Optional.empty();
            Reading<Mpb> reading = FORMAT.read(info, read);
            if (!(reading instanceof Reading.Needs<Mpb> needs)) {
                return reading;
            }
            known.addAll(needs.extents());
        }
        throw new AssertionError("asks for ever");
    }

    List<Finding> broken(String disk) {
        return reading(disk) instanceof Reading.Broken<Mpb> b
                ? b.findings()
                : Assertions.fail(disk + ": " + reading(disk));
    }

    Mpb mpb(String disk) {
        return reading(disk) instanceof Reading.Found<Mpb> f
                ? f.metadata()
                : Assertions.fail(disk + ": " + reading(disk));
    }

    List<Reading.Found<Mpb>> found() {
        List<Reading.Found<Mpb>> found = new ArrayList<>();
        for (String disk : disks.keySet()) {
            if (reading(disk) instanceof Reading.Found<Mpb> f) {
                found.add(f);
            }
        }
        return found;
    }

    Assembly assemble() {
        return FORMAT.assemble(found());
    }

    /** The only group with sets. */
    Group group() {
        return assemble().groups().stream()
                .filter(g -> !g.sets().isEmpty())
                .reduce((a, b) -> {
                    throw new AssertionError("two groups");
                })
                .orElseThrow();
    }
}
