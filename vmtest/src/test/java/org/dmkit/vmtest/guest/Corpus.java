package org.dmkit.vmtest.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Capture;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.KernelDeviceMapper;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.scan.Scan;
import org.dmkit.raid.scan.Scanner;
import org.dmkit.raid.table.Profile;

/**
 * The program. {@code list CORPUS} prints each case and what it is, on any host; {@code run CORPUS FILE} tries the cases named
 * in a file, a line each, on the kernel. Both print lines of fields with tabs between.
 */
public final class Corpus {
    private Corpus() {}

    /** See {@link Corpus}. */
    public static void main(String[] args) throws IOException {
        Path corpus = Path.of(args[1]);
        List<Format<?>> formats = Formats.all();
        switch (args[0]) {
            case "list" -> {
                for (Path directory : cases(corpus)) {
                    System.out.println("CASE\t" + corpus.relativize(directory) + "\t" + kind(directory, formats));
                }
            }
            case "run" -> run(corpus, Files.readAllLines(Path.of(args[2])), formats);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static List<Path> cases(Path corpus) throws IOException {
        var cases = new ArrayList<Path>();
        for (Path format : directories(corpus)) {
            cases.addAll(directories(format));
        }
        return cases;
    }

    private static List<Path> directories(Path parent) throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** Cases of the same format with the same sets in the same states are alike, whatever the number of members in sync. */
    private static String kind(Path directory, List<Format<?>> formats) throws IOException {
        try (Scan scan = Scanner.scan(Capture.read(directory).disks(), BatchReader.sequential(), formats)) {
            return scan.groups().stream()
                    .filter(g -> !g.sets().isEmpty())
                    .map(Corpus::kind)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining("; "));
        }
    }

    private static String kind(Group group) {
        return group.sets().stream()
                .map(s -> group.blocked().containsKey(s.name())
                        ? "blocked"
                        : State.of(s).replaceAll("A{2,}", "A+"))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", ", group.format().name() + " ", ""));
    }

    private static void run(Path corpus, List<String> names, List<Format<?>> formats) throws IOException {
        Path memory = Path.of("/dev/shm");
        try (DeviceMapper mapper = KernelDeviceMapper.open();
                BatchReader reader = BatchReader.create()) {
            for (String name : names) {
                Capture capture = Capture.read(corpus.resolve(name));
                for (Profile profile : Profile.values()) {
                    long start = System.nanoTime();
                    String verdict;
                    String detail;
                    try {
                        List<String> sets = new Trial(profile, formats, mapper, reader).run(capture, memory);
                        verdict = "right";
                        detail = String.join("; ", sets);
                    } catch (IOException | WrongException | RuntimeException e) {
                        verdict = "WRONG";
                        detail = e instanceof WrongException ? e.getMessage() : e.toString();
                        if (e instanceof RuntimeException) {
                            e.printStackTrace();
                        }
                    }
                    clear(mapper);
                    System.out.println(String.join(
                            "\t",
                            "TRIED",
                            name,
                            profile.name().toLowerCase(Locale.ROOT),
                            verdict,
                            (System.nanoTime() - start) / 1_000_000 + " ms",
                            detail));
                }
            }
        }
        System.out.println("DONE\t" + names.size());
    }

    /** What one case left must not disturb the next. Upper devices go first, so it takes a round for each storey. */
    private static void clear(DeviceMapper mapper) throws IOException {
        for (int i = 0; i < 8 && !mapper.devices().isEmpty(); i++) {
            mapper.removeAll(false);
        }
    }
}
