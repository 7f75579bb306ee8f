package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Capture;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.scan.Scan;
import org.dmkit.raid.scan.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command that dmkit tells people to type is one. */
class RemediesTest {
    private static final Path ROOT = Path.of(System.getProperty("dmkit.root", ".."));

    /** A command in a text: from the word to what keeps it apart. */
    private static final Pattern COMMAND = Pattern.compile("(?:^|[:;'] ?|run )dmkit ([^;']*)");

    private final Terminal terminal = new Terminal();

    @TempDir
    Path directory;

    static List<String> cases() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("corpus"), 3)) {
            return files.filter(f -> f.endsWith("case.json"))
                    .map(f -> ROOT.resolve("corpus").relativize(f.getParent()).toString())
                    .sorted()
                    .toList();
        }
    }

    private static List<String> commands(String text) {
        var commands = new ArrayList<String>();
        Matcher m = COMMAND.matcher(text);
        while (m.find()) {
            commands.add(m.group(1).strip());
        }
        return commands;
    }

    private static void isUnderstood(String command) {
        String[] words = command.split(" ", -1);
        assertThat(Grammar.of(Main.commands()).parseArgs(Fence.around(words)))
                .as(command)
                .matches(r -> r.hasSubcommand());
    }

    private List<Finding> findings(Path capture) throws IOException {
        try (BatchReader reader = BatchReader.sequential();
                Scan scan = Scanner.scan(Capture.read(capture).disks(), reader, Formats.all())) {
            return scan.findings();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void remediesOfFindingsAreCommands(String corpusCase) throws IOException {
        for (Finding finding : findings(ROOT.resolve("corpus").resolve(corpusCase))) {
            commands(finding.remedy()).forEach(RemediesTest::isUnderstood);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void damagedMetadataAreGoneWhenTheRemedyIsTyped(String corpusCase) throws IOException {
        Path capture = Captures.copy(corpusCase, directory);
        List<Finding> damaged = findings(capture).stream()
                .filter(f -> f.remedy().contains("dmkit capture"))
                .toList();
        Set<String> commands = damaged.stream()
                .flatMap(f -> commands(f.remedy()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        for (String command : commands) {
            String typed = command.replace(
                            "damaged.tar.gz",
                            directory.resolve("damaged.tar.gz").toString())
                    + (command.startsWith("wipe")
                            ? " --backup " + directory.resolve(command.hashCode() + ".tar.gz")
                            : "");
            assertThat(terminal.on(capture, typed.split(" ", -1)))
                    .as("%s: %s", typed, terminal.err())
                    .isEqualTo(ExitCode.DONE);
        }
        assertThat(findings(capture)).noneMatch(f -> f.remedy().contains("dmkit capture"));
    }

    @Test
    void theCorpusHasDamagedMetadataOfManyFormats() throws IOException {
        var formats = new TreeSet<String>();
        for (String corpusCase : cases()) {
            for (Finding f : findings(ROOT.resolve("corpus").resolve(corpusCase))) {
                commands(f.remedy()).stream()
                        .filter(c -> c.startsWith("wipe"))
                        .forEach(c -> formats.add(c.substring(c.lastIndexOf(' ') + 1)));
            }
        }
        assertThat(formats).contains("isw", "sil", "via", "ddf1", "asr", "pdc");
    }

    /** What stands in the sources, up to where a value is put in. */
    @Test
    void wordsBehindDmkitInTheSourcesAreCommands() throws IOException {
        Set<String> known = Main.commands().stream().map(Command::word).collect(Collectors.toSet());
        var told = new TreeSet<String>();
        Pattern literal = Pattern.compile("\"([^\"\\n]*)\"");
        for (String module : List.of("raid", "formats", "cli")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    Matcher m = literal.matcher(Files.readString(file));
                    while (m.find()) {
                        commands(m.group(1)).forEach(c -> told.add(c.split(" ", -1)[0]));
                    }
                }
            }
        }
        // Marks on disk, and what the trees of sources are called by.
        told.removeAll(Set.of("redo", "more", "", "--help"));
        assertThat(told).contains("rebuild", "wipe", "capture").isSubsetOf(known);
    }

    @Test
    void remediesOfRefusalsAreCommands() throws IOException {
        Path mirror = Captures.copy("isw/raid1-2disk", directory);
        var told = new ArrayList<String>();
        for (String words : List.of(
                "remove mirror sda",
                "wipe sda",
                "create isw vol --level 1 --size 1T --disk sda --disk sdb",
                "create hpt37x vol --level 1 --disk sda --disk sdb",
                "delete nosuch",
                "fail mirror sdz",
                "rebuild mirror",
                "create sil vol --level 1 --disk sda --disk sdb")) {
            assertThat(terminal.on(mirror, words.split(" ", -1))).as(words).isEqualTo(ExitCode.REFUSED);
            List<String> commands = commands(terminal.err().replaceAll(" ?\\[[a-z.-]+]\\s*$|\\)\\s*$", ""));
            commands.forEach(RemediesTest::isUnderstood);
            told.addAll(commands);
        }
        assertThat(told).anyMatch(c -> c.startsWith("wipe sda")).anyMatch(c -> c.startsWith("fail isw_h_mirror sda"));
    }
}
