package org.dmkit.formats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;

/** The disks of a case of the corpus in memory, read by one format; a test may change their sectors. */
public final class FormatCase<M> {
    private static final Pattern DISK = Pattern.compile(
            "\"name\": \"([^\"]*)\",\\s*\"sectors\": (\\d+),\\s*\"serial\": \"([^\"]*)\",\\s*\"meta\": \"([^\"]*)\"");

    private final Format<M> format;
    private final Path directory;
    private final Map<String, DiskInfo> disks = new TreeMap<>();
    private final Map<String, TreeMap<Long, byte[]>> sectors = new TreeMap<>();

    private FormatCase(Format<M> format, Path directory) {
        this.format = format;
        this.directory = directory;
    }

    /** The names of a format's cases. */
    public static List<String> names(Format<?> format) {
        try (Stream<Path> cases = Files.list(corpus(format))) {
            return cases.map(p -> p.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path corpus(Format<?> format) {
        return Path.of(System.getProperty("dmkit.root", ".."), "corpus", format.name());
    }

    public static <M> FormatCase<M> load(Format<M> format, String name) {
        var loaded = new FormatCase<>(format, corpus(format).resolve(name));
        try {
            Matcher m = DISK.matcher(Files.readString(loaded.directory.resolve("case.json")));
            while (m.find()) {
                loaded.add(m.group(1), Long.parseLong(m.group(2)), m.group(3));
                for (String line : Files.readAllLines(loaded.directory.resolve(m.group(4)))) {
                    String[] f = line.split(" ", 3);
                    for (long i = 0; i < Long.parseLong(f[1]); i++) {
                        loaded.put(
                                m.group(1),
                                Long.parseLong(f[0]) + i,
                                HexFormat.of().parseHex(f[2]));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return loaded;
    }

    /** The same disks, to be changed without harm to these. */
    public FormatCase<M> copy() {
        var copy = new FormatCase<>(format, directory);
        copy.disks.putAll(disks);
        sectors.forEach((disk, all) -> copy.sectors.put(disk, new TreeMap<>(all)));
        return copy;
    }

    /** A file of {@code expect/}; empty if the case has none. */
    public Optional<String> expected(String file) {
        Path p = directory.resolve("expect").resolve(file);
        try {
            return Files.exists(p)
                    ? Optional.of(new String(Files.readAllBytes(p), StandardCharsets.ISO_8859_1))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public FormatCase<M> add(String disk, long size, String serial) {
        disks.put(disk, new DiskInfo(disk, size, 512, serial, null, "", null, false));
        sectors.put(disk, new TreeMap<>());
        return this;
    }

    public FormatCase<M> without(String disk) {
        disks.remove(disk);
        sectors.remove(disk);
        return this;
    }

    public void put(String disk, long lba, byte[] sector) {
        Objects.requireNonNull(sectors.get(disk)).put(lba, sector);
    }

    /** Changes the only sector with content, which is the one with the metadata. */
    public FormatCase<M> change(String disk, UnaryOperator<byte[]> change) {
        Map.Entry<Long, byte[]> only = Objects.requireNonNull(sectors.get(disk)).lastEntry();
        put(disk, only.getKey(), change.apply(only.getValue().clone()));
        return this;
    }

    /** Spoils a few bytes of the metadata of one disk, or the same bytes on all. */
    public void mutate(Random random, UnaryOperator<byte[]> repair) {
        List<String> names = List.copyOf(disks.keySet());
        List<String> victims = random.nextBoolean() ? names : List.of(names.get(random.nextInt(names.size())));
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(random.nextBoolean() ? 512 : 160);
            int kind = random.nextInt(4);
            int value = random.nextInt(256);
            for (String victim : victims) {
                if (!Objects.requireNonNull(sectors.get(victim)).isEmpty()) {
                    change(victim, b -> {
                        b[at] = switch (kind) {
                            case 0 -> 0;
                            case 1 -> (byte) 0xff;
                            case 2 -> (byte) value;
                            default -> (byte) (b[at] ^ 1 << (value & 7));
                        };
                        return b;
                    });
                }
            }
        }
        victims.stream()
                .filter(v -> !Objects.requireNonNull(sectors.get(v)).isEmpty())
                .forEach(v -> change(v, repair));
    }

    public DiskInfo disk(String name) {
        return Objects.requireNonNull(disks.get(name));
    }

    /** As the scanner does it. */
    public Reading<M> reading(String disk) {
        DiskInfo info = disk(disk);
        List<Extent> known = new ArrayList<>(format.anchors(info));
        for (int round = 0; round < 4; round++) {
            Sectors read = extent -> known.contains(extent)
                    ? Optional.of(MemorySegment.ofArray(read(disk, extent)).asReadOnly())
                    : Optional.empty();
            Reading<M> reading = format.read(info, read);
            if (!(reading instanceof Reading.Needs<M> needs)) {
                return reading;
            }
            known.addAll(needs.extents());
        }
        throw new AssertionError("asks for ever");
    }

    private byte[] read(String disk, Extent extent) {
        byte[] all = new byte[Math.toIntExact(extent.count()) * 512];
        for (int i = 0; i < extent.count(); i++) {
            byte[] sector = Objects.requireNonNull(sectors.get(disk)).get(extent.lba() + i);
            if (sector != null) {
                System.arraycopy(sector, 0, all, i * 512, 512);
            }
        }
        return all;
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

    /** The only group with a set. */
    public Group group() {
        List<Group> groups =
                assemble().groups().stream().filter(g -> !g.sets().isEmpty()).toList();
        Assertions.assertThat(groups).hasSize(1);
        return groups.getFirst();
    }

    /** The codes of all findings, of single disks too. */
    public List<String> codes() {
        var codes = new ArrayList<String>();
        for (String disk : disks.keySet()) {
            switch (reading(disk)) {
                case Reading.Found<M> f -> f.findings().forEach(x -> codes.add(x.code()));
                case Reading.Broken<M> b -> b.findings().forEach(x -> codes.add(x.code()));
                case Reading.Absent<M> a -> {}
                case Reading.Needs<M> n -> {}
            }
        }
        assemble().findings().forEach(x -> codes.add(x.code()));
        return codes;
    }

    /** What stands in each slot, one word a slot: the disk, {@code disk:rebuilding}, {@code -} for nobody. */
    public static String slots(RaidSet set) {
        return set.leaves()
                .map(c -> switch (c) {
                    case Component.Member m ->
                        m.disk().name() + (m.state() == Component.State.IN_SYNC ? "" : ":rebuilding");
                    case Component.Missing m -> "-";
                    case Component.Subset s -> "set";
                })
                .collect(Collectors.joining(" "));
    }

    /** The lines of {@code dmraid -r}, sorted. */
    public List<String> listing() {
        return found().stream()
                .map(f -> line(f.disk(), format.dmraid().orElseThrow().listed(f)))
                .sorted()
                .toList();
    }

    private String line(DiskInfo disk, RaidDevice d) {
        return "/dev/%s: %s, \"%s\", %s, %s, %d sectors, data@ %d"
                .formatted(
                        disk.name(),
                        format.name(),
                        d.set(),
                        d.type().word(),
                        d.status().word(),
                        d.sectors(),
                        d.offset());
    }

    /** The lines of an expected {@code raid-devices.txt}, sorted. */
    public List<String> expectedListing() {
        return expected("raid-devices.txt")
                .orElseThrow()
                .lines()
                .filter(l -> l.startsWith("/dev/"))
                .sorted()
                .toList();
    }

    /** {@code dmraid -n} for all disks: lines by disk. */
    public Map<String, List<String>> nativeLogs() {
        return found().stream()
                .collect(Collectors.toMap(
                        f -> f.disk().name(),
                        format.dmraid().orElseThrow()::nativeLog,
                        (a, b) -> a,
                        () -> new TreeMap<>()));
    }

    /** The same from an expected log. */
    public static Map<String, List<String>> nativeLogs(String log) {
        var logs = new TreeMap<String, List<String>>();
        var lines = new ArrayList<String>();
        for (String line : log.lines().toList()) {
            Matcher header = Pattern.compile("/dev/(\\w+) \\(\\w+\\):").matcher(line);
            if (header.matches()) {
                lines = new ArrayList<>();
                logs.put(header.group(1), lines);
            } else if (!line.isBlank()) {
                lines.add(line);
            }
        }
        return logs;
    }

    /** What holds whatever the metadata say: no extent leaves its disk, no two sets share a place of a disk, chunks are sane. */
    public void assertSafe(String what) {
        for (Group group : assemble().groups()) {
            for (RaidSet set : group.sets()) {
                set.health();
                if (group.blocked().containsKey(set.name())) {
                    continue;
                }
                set.bottomUp()
                        .forEach(s -> Assertions.assertThat(s.chunk() == 0 || Integer.bitCount(s.chunk()) == 1)
                                .as(what)
                                .isTrue());
                List<String> members = set.members().map(m -> m.disk().name()).toList();
                Assertions.assertThat(members).as(what).doesNotHaveDuplicates();
                set.members().forEach(m -> {
                    Assertions.assertThat(m.extent().lba()).as(what).isNotNegative();
                    Assertions.assertThat(m.extent().end())
                            .as(what)
                            .isLessThanOrEqualTo(m.disk().sectors());
                });
            }
        }
    }

    /** A little-endian word of 32 bits in a sector. */
    public static byte[] word(byte[] sector, int offset, long value) {
        for (int i = 0; i < 4; i++) {
            sector[offset + i] = (byte) (value >> (8 * i));
        }
        return sector;
    }

    /** A byte in a sector. */
    public static byte[] octet(byte[] sector, int offset, int value) {
        sector[offset] = (byte) value;
        return sector;
    }
}
