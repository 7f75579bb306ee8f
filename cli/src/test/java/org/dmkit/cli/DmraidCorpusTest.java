package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dmkit.cli.DmraidExpectation.Question;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds {@code dmkit dmraid} against what Debian's dmraid printed of the same disks: lists of disks and sets, native logs,
 * tables, messages of activation, exit statuses. Where it is meant to differ, doc/dmraid-deviations.md says so: a line of that
 * list which no longer differs fails too.
 */
class DmraidCorpusTest {
    private static final Path ROOT = Path.of(System.getProperty("dmkit.root", ".."));
    private static final Path CORPUS =
            Path.of(System.getProperty("dmkit.corpus", ROOT.resolve("corpus").toString()));

    @TempDir
    Path directory;

    private final Terminal terminal = new Terminal();

    @Test
    void answersAreThoseOfDmraid() throws IOException {
        Set<String> known = deviations();
        var compared = new TreeMap<String, Integer>();
        var same = new TreeMap<String, Integer>();
        Set<String> differing = new LinkedHashSet<>();
        List<String> report = new ArrayList<>();
        for (Path format : directories(CORPUS)) {
            for (Path directory : directories(format)) {
                String name = format.getFileName() + "/" + directory.getFileName();
                for (Question question : Question.values()) {
                    var expectation = new DmraidExpectation(directory);
                    if (question.concernsSets() && expectation.isWrongOfSets()) {
                        continue;
                    }
                    List<String> differences = differences(expectation, question);
                    if (differences == null) {
                        continue;
                    }
                    compared.merge(format.getFileName().toString(), 1, Integer::sum);
                    String key = name + " " + question;
                    if (differences.isEmpty()) {
                        same.merge(format.getFileName().toString(), 1, Integer::sum);
                    } else {
                        differing.add(key);
                        if (!known.contains(key)) {
                            report.add("-- " + key);
                            report.addAll(differences);
                        }
                    }
                }
            }
        }
        compared.forEach((format, count) ->
                System.out.println("dmraid: " + format + " " + same.getOrDefault(format, 0) + "/" + count));
        report.forEach(System.out::println);
        assertThat(compared).isNotEmpty();
        assertThat(differing).isSubsetOf(known);
        assertThat(known.stream().filter(k -> isHere(k) && !differing.contains(k)))
                .as("deviations that are none")
                .isEmpty();
    }

    private static boolean isHere(String deviation) {
        return Files.exists(CORPUS.resolve(deviation.substring(0, deviation.indexOf(' '))));
    }

    /** Null if dmraid was not asked. */
    private @org.jspecify.annotations.Nullable List<String> differences(
            DmraidExpectation expectation, Question question) throws IOException {
        var expected = expectation.output(question);
        if (expected.isEmpty()) {
            return null;
        }
        Path capture = question == Question.ACTIVATE ? copy(expectation.directory()) : expectation.directory();
        ExitCode code = terminal.on(
                capture,
                question.words(
                        expectation.directory().resolveSibling(".").normalize().endsWith("dos")));
        List<String> found = DmraidExpectation.lines(terminal.out());
        var differences = new ArrayList<String>();
        if (question == Question.TABLES) {
            Set<String> want = TableStructure.of(String.join("\n", expected.get()));
            Set<String> got = TableStructure.of(String.join("\n", found));
            want.stream().filter(l -> !got.contains(l)).forEach(l -> differences.add("   want " + l));
            got.stream().filter(l -> !want.contains(l)).forEach(l -> differences.add("   got  " + l));
        } else {
            var missing = new ArrayList<>(expected.get());
            found.forEach(missing::remove);
            var extra = new ArrayList<>(found);
            expected.get().forEach(extra::remove);
            missing.forEach(l -> differences.add("   want " + l));
            extra.forEach(l -> differences.add("   got  " + l));
        }
        expectation.status(question).ifPresent(status -> {
            if (status != code.status()) {
                differences.add("   want status " + status + ", got " + code.status());
            }
        });
        return differences;
    }

    private Path copy(Path capture) throws IOException {
        Path to = Files.createTempDirectory(directory, "case");
        try (Stream<Path> files = Files.list(capture)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    /** Rows of the table: case, questions, what is different, why. */
    private static Set<String> deviations() throws IOException {
        Set<String> deviations = new LinkedHashSet<>();
        for (String line : Files.readAllLines(ROOT.resolve("doc/dmraid-deviations.md"))) {
            String[] cells = line.split("\\|");
            if (line.startsWith("| `") && cells.length >= 5) {
                String name = cells[1].strip().replace("`", "");
                for (String question : cells[2].strip().split(", *")) {
                    deviations.add(name + " " + question);
                }
            }
        }
        return deviations;
    }

    private static List<Path> directories(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }
}
