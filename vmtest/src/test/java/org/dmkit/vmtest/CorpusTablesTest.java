package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmkit.vmtest.guest.Corpus;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;

/**
 * Every set of the corpus that can start is started by the product on the real kernel, in both profiles: the kernel has the
 * tables that were asked for, and data are where the layout says, those read and those written. Without {@code dmkit.vm.all}
 * there are a few of each format, which the seed draws, and no two whose sets have the same level and state. What runs in the guest is {@link Corpus}.
 */
@Tag("vm")
class CorpusTablesTest {
    private static final int PROFILES = 2;

    /** Levels and states of a format in the sample, a case of each. */
    private static final int KINDS = 6;

    private static final Duration LIMIT = Duration.ofHours(2);

    /** A rebuild or resync that nobody waits for must not fill the memory that the disks of a case are made of. */
    private static final String SCRIPT = """
            echo 1 > /proc/sys/dev/raid/speed_limit_min
            echo 1 > /proc/sys/dev/raid/speed_limit_max
            echo 1 > /sys/module/dm_mirror/parameters/raid1_resync_throttle
            java -cp "/bring/$1" --add-modules org.dmkit.formats "$2" run /bring/cases /bring/cases/names
            """;

    /** Without a member, and the disks that are left have no room to record the loss: it takes a journal to start them. */
    private static final Map<String, String> REFUSED =
            Map.of("lsi/raid10-4disk-one-missing", "change.no-room-for-redo");

    /** A line {@code CASE name kind}. */
    private record Listed(String name, String kind) {
        static Listed of(String line) {
            String[] fields = line.split("\t", -1);
            return new Listed(fields[1], fields[2]);
        }

        String format() {
            return name.substring(0, name.indexOf('/'));
        }
    }

    /** A line {@code TRIED name profile verdict time detail}. */
    private record Tried(String name, String profile, String verdict, String detail) {
        static Tried of(String line) {
            String[] fields = line.split("\t", -1);
            return new Tried(fields[1], fields[2], fields[3], fields[5]);
        }

        String format() {
            return name.substring(0, name.indexOf('/'));
        }

        boolean right() {
            String refusal = REFUSED.get(name);
            return refusal == null ? verdict.equals("right") : detail.startsWith("refused: " + refusal + " ");
        }
    }

    @TestFactory
    Stream<DynamicTest> theKernelTakesEveryTableAndDataAreWhereTheLayoutSays(TestInfo test) throws Exception {
        Path dmkit = Bed.image();
        Path directory = Bed.directory(test);
        Path program = Path.of(
                Corpus.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<String> names = chosen(list(dmkit, program));
        Path cases = copy(names, directory.resolve("cases"));

        VmResult result = Vm.builder(directory)
                .bring(dmkit)
                .bring(program)
                .bring(cases)
                .timeout(LIMIT)
                .build()
                .run(SCRIPT, program.getFileName().toString(), Corpus.class.getName());

        assertThat(result.output()).as("came to its end").contains("DONE\t" + names.size());
        SequencedMap<String, List<Tried>> formats = result.output().stream()
                .filter(line -> line.startsWith("TRIED\t"))
                .map(Tried::of)
                .collect(Collectors.groupingBy(Tried::format, TreeMap::new, Collectors.toList()));
        assertThat(formats.values().stream().mapToInt(List::size).sum()).isEqualTo(names.size() * PROFILES);
        return formats.entrySet().stream()
                .map(format -> dynamicTest(format.getKey(), () -> verdict(format.getKey(), format.getValue())));
    }

    private static void verdict(String format, List<Tried> tried) {
        long right = tried.stream().filter(Tried::right).count();
        System.out.println("on the kernel: " + format + " " + right + "/" + tried.size() + " ("
                + tried.size() / PROFILES + " cases, each in " + PROFILES + " profiles)");
        assertThat(tried.stream().filter(t -> !t.right()).map(Tried::toString)).isEmpty();
    }

    private static List<Listed> list(Path dmkit, Path program) throws VmException, InterruptedException {
        Command list = Command.of(
                dmkit.resolve("bin/java").toString(),
                "-cp",
                program.toString(),
                "--add-modules",
                "org.dmkit.formats",
                Corpus.class.getName(),
                "list",
                corpus().toString());
        return list.output(Path.of("").toAbsolutePath()).lines().map(Listed::of).toList();
    }

    private static List<String> chosen(List<Listed> cases) {
        if (Bed.everything()) {
            return cases.stream().map(Listed::name).toList();
        }
        var shuffled = new ArrayList<Listed>(cases);
        Collections.shuffle(shuffled, new Random(Bed.seed()));
        var formats = new TreeMap<String, SequencedMap<String, String>>();
        for (Listed each : shuffled) {
            SequencedMap<String, String> kinds = formats.computeIfAbsent(each.format(), f -> new LinkedHashMap<>());
            if (kinds.size() < KINDS) {
                kinds.putIfAbsent(each.kind(), each.name());
            }
        }
        return formats.values().stream()
                .flatMap(kinds -> kinds.values().stream())
                .sorted()
                .toList();
    }

    /** What a case is made of, without what is expected of it, and the names in a file. */
    private static Path copy(List<String> names, Path to) throws IOException {
        if (Files.exists(to)) {
            Cache.deleteTree(to);
        }
        for (String name : names) {
            Files.createDirectories(to.resolve(name));
            for (Path file : inputs(corpus().resolve(name))) {
                Files.copy(file, to.resolve(name).resolve(file.getFileName()));
            }
        }
        Files.write(to.resolve("names"), names);
        return to;
    }

    private static List<Path> inputs(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.endsWith("case.json") || f.toString().endsWith(".sectors"))
                    .toList();
        }
    }

    private static Path corpus() {
        return Bed.ROOT.resolve("corpus").toAbsolutePath().normalize();
    }
}
