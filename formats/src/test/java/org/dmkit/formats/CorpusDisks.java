package org.dmkit.formats;

import java.io.IOException;
import java.io.RandomAccessFile;
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
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.model.Finding;

/** Disks in memory, read by one format: a case of the corpus, or what a test makes of one. */
public final class CorpusDisks<M> {
    private static final Path CORPUS = Path.of(System.getProperty("dmkit.root", ".."), "corpus");
    private static final Pattern DISK = Pattern.compile(
            "\"name\": \"([^\"]*)\",\\s*\"sectors\": (\\d+),\\s*\"serial\": \"([^\"]*)\",\\s*\"meta\": \"([^\"]*)\"");

    private final Format<M> format;
    private final Map<String, DiskInfo> disks = new TreeMap<>();

    /** What is put there is never changed, so that copies share it. */
    private final Map<String, Map<Long, byte[]>> sectors = new TreeMap<>();

    /** Of disks of which nothing has been written since: the format sees memory only. */
    private final Map<String, Reading<M>> readings = new HashMap<>();

    private CorpusDisks(Format<M> format) {
        this.format = format;
    }

    /** The cases of the format. */
    public static List<String> names(Format<?> format) {
        try (Stream<Path> cases = Files.list(CORPUS.resolve(format.name()))) {
            return cases.map(p -> p.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is in that file of a case's expectations, a character a byte; empty if it isn't there. */
    public static Optional<String> expectation(Format<?> format, String name, String file) {
        Path path =
                CORPUS.resolve(format.name()).resolve(name).resolve("expect").resolve(file);
        try {
            return Files.exists(path)
                    ? Optional.of(Files.readString(path, StandardCharsets.ISO_8859_1))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static <M> CorpusDisks<M> load(Format<M> format, String name) {
        try {
            var c = new CorpusDisks<>(format);
            Path directory = CORPUS.resolve(format.name()).resolve(name);
            Matcher m = DISK.matcher(Files.readString(directory.resolve("case.json")));
            while (m.find()) {
                c.add(new DiskInfo(m.group(1), Long.parseLong(m.group(2)), 512, m.group(3), null, "", null, false));
                for (String line : Files.readAllLines(directory.resolve(m.group(4)))) {
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

    /** These disks with nothing on them. */
    public static <M> CorpusDisks<M> blank(Format<M> format, List<DiskInfo> disks) {
        var c = new CorpusDisks<>(format);
        disks.forEach(c::add);
        return c;
    }

    public CorpusDisks<M> copy() {
        var c = new CorpusDisks<>(format);
        c.disks.putAll(disks);
        sectors.forEach((disk, all) -> c.sectors.put(disk, new HashMap<>(all)));
        c.readings.putAll(readings);
        return c;
    }

    /** Adds an empty disk. */
    public void add(DiskInfo disk) {
        disks.put(disk.name(), disk);
        sectors.put(disk.name(), new HashMap<>());
        readings.remove(disk.name());
    }

    /** Takes a disk out. */
    public CorpusDisks<M> without(String name) {
        disks.remove(name);
        sectors.remove(name);
        readings.remove(name);
        return this;
    }

    public void put(String disk, long lba, byte[] sector) {
        of(disk).put(lba, sector.clone());
        readings.remove(disk);
    }

    /** Writes an image of any number of sectors. */
    public void put(String disk, Image image) {
        byte[] bytes = image.bytes();
        for (int at = 0; at < bytes.length; at += 512) {
            put(disk, image.lba() + at / 512, Arrays.copyOfRange(bytes, at, at + 512));
        }
    }

    public void write(Update.Stage stage) {
        stage.images().forEach((disk, images) -> images.forEach(i -> put(disk, i)));
    }

    /** Writes the stages of these duties. */
    public void write(Update update, Update.Duty... duties) {
        update.stages().stream().filter(s -> List.of(duties).contains(s.duty())).forEach(this::write);
    }

    public DiskInfo disk(String name) {
        return Objects.requireNonNull(disks.get(name));
    }

    public List<DiskInfo> disks() {
        return List.copyOf(disks.values());
    }

    private Map<Long, byte[]> of(String disk) {
        return Objects.requireNonNull(sectors.get(disk));
    }

    public byte[] get(String disk, Extent extent) {
        byte[] all = new byte[Math.toIntExact(extent.count()) * 512];
        for (int i = 0; i < extent.count(); i++) {
            byte[] sector = of(disk).get(extent.lba() + i);
            if (sector != null) {
                System.arraycopy(sector, 0, all, i * 512, 512);
            }
        }
        return all;
    }

    /** Makes an image file of a disk, with holes. */
    public void image(String disk, Path file) throws IOException {
        try (var f = new RandomAccessFile(file.toFile(), "rw")) {
            f.setLength(0);
            f.setLength(disk(disk).sectors() * 512);
            for (var sector : of(disk).entrySet()) {
                f.seek(sector.getKey() * 512);
                f.write(sector.getValue());
            }
        }
    }

    /** As the scanner does it: the anchors, then what is asked for. */
    public Reading<M> reading(String disk) {
        Reading<M> known = readings.get(disk);
        if (known == null) {
            known = read(disk);
            readings.put(disk, known);
        }
        return known;
    }

    private Reading<M> read(String disk) {
        DiskInfo info = disk(disk);
        List<Extent> known = new ArrayList<>(format.anchors(info));
        for (int round = 0; round < 4; round++) {
            Sectors read = extent -> known.stream().anyMatch(k -> k.contains(extent))
                    ? Optional.of(MemorySegment.ofArray(get(disk, extent)).asReadOnly())
                    : Optional.empty();
            Reading<M> reading = format.read(info, read);
            if (!(reading instanceof Reading.Needs<M> needs)) {
                return reading;
            }
            known.addAll(needs.extents());
        }
        throw new AssertionError("asks for ever");
    }

    /** What is wrong with a disk that bears the format's signature and can't be used. */
    public List<Finding> broken(String disk) {
        if (reading(disk) instanceof Reading.Broken<M> b) {
            return b.findings();
        }
        throw new AssertionError(reading(disk));
    }

    public List<Reading.Found<M>> found() {
        var found = new ArrayList<Reading.Found<M>>();
        for (String disk : disks.keySet()) {
            if (reading(disk) instanceof Reading.Found<M> f) {
                found.add(f);
            }
        }
        return found;
    }

    public Assembly assemble() {
        return format.assemble(found());
    }

    /** The only group. */
    public Group group() {
        List<Group> groups = assemble().groups();
        if (groups.size() != 1) {
            throw new AssertionError(groups.size() + " groups");
        }
        return groups.getFirst();
    }

    /** The codes of what there is to say. */
    public List<String> codes() {
        return assemble().findings().stream().map(f -> f.code()).toList();
    }
}
