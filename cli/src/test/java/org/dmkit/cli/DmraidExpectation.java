package org.dmkit.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the real dmraid printed for one case of the corpus, and its exit status, by what it was asked. Its standard error was
 * kept in the same files; those lines are known by how they begin.
 */
record DmraidExpectation(Path directory) {
    private static final Pattern NOT_OUTPUT = Pattern.compile("(ERROR|WARN|NOTICE|INFO|DEBUG): .*"
            + "|device-mapper: .*|rc \\d+|Aborted|Floating point exception|Segmentation fault|free\\(\\): .*");

    /** Where dmraid prints an address in memory for an offset. */
    private static final Pattern ADDRESS = Pattern.compile("^0x[0-9a-f]{5,} ");

    private static final List<String> STATUS_FILES = List.of("exit-codes.txt", "rc.txt", "exit.txt", "exit-status.txt");

    /** A question, the files that have its answer, and what the lists of exit statuses call it. */
    enum Question {
        DEVICES(List.of("-r"), "raid-devices", "dmraid -r :"),
        SETS(List.of("-s", "-s"), "raid-sets", "dmraid -s -s :"),
        COLUMNS(List.of("-r", "-c", "-c", "-c"), "names-colon", "dmraid -r -c -c -c :"),
        NATIVE(List.of("-n"), "native-log|native", "dmraid -n :"),
        TABLES(List.of("-t", "-ay"), "test-activate|tables-test", "-"),
        ACTIVATE(List.of("-ay", "-i", "-p"), "activate", "dmraid -ay -i -p :");

        private final List<String> words;
        private final String files;
        private final String inExit;

        Question(List<String> words, String files, String inExit) {
            this.words = words;
            this.files = files;
            this.inExit = inExit;
        }

        /** Partitions were asked for where the format is one of partitions. */
        String[] words(boolean partitions) {
            return Stream.concat(Stream.of("dmraid"), words.stream())
                    .filter(w -> !partitions || !w.equals("-p"))
                    .toArray(String[]::new);
        }

        /** Where dmraid's view of a set counts, which is wrong where {@code right-tables.txt} or {@code open.txt} is. */
        boolean concernsSets() {
            return this == SETS || this == TABLES || this == ACTIVATE;
        }
    }

    Optional<String> text(Question question) throws IOException {
        for (String name : question.files.split("\\|")) {
            Path file = directory.resolve("expect").resolve(name + ".txt");
            if (Files.exists(file)) {
                return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return Optional.empty();
    }

    /** Its lines in any order, empty ones left out. */
    Optional<List<String>> output(Question question) throws IOException {
        return text(question).map(DmraidExpectation::lines);
    }

    static List<String> lines(String text) {
        return text.lines()
                .filter(l -> !l.isBlank() && !NOT_OUTPUT.matcher(l).matches())
                .map(l -> ADDRESS.matcher(l).replaceFirst("0xADDR "))
                .sorted()
                .toList();
    }

    OptionalInt status(Question question) throws IOException {
        Optional<String> own = text(question);
        if (own.isPresent()) {
            Matcher m = Pattern.compile("(?m)^rc (\\d+)$").matcher(own.get());
            if (m.find()) {
                return OptionalInt.of(Integer.parseInt(m.group(1)));
            }
        }
        for (String name : STATUS_FILES) {
            Path file = directory.resolve("expect").resolve(name);
            if (Files.exists(file)) {
                return status(question, Files.readString(file));
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt status(Question question, String text) {
        if (text.strip().matches("\\d+ \\d+")) {
            String[] both = text.strip().split(" ");
            return switch (question) {
                case SETS -> OptionalInt.of(Integer.parseInt(both[0]));
                case ACTIVATE -> OptionalInt.of(Integer.parseInt(both[1]));
                default -> OptionalInt.empty();
            };
        }
        for (String line : text.lines().toList()) {
            for (String name : Stream.concat(Stream.of(question.inExit), Stream.of(question.files.split("\\|")))
                    .toList()) {
                Matcher m = Pattern.compile(Pattern.quote(name) + " (\\d+)").matcher(line);
                if (m.matches()) {
                    return OptionalInt.of(Integer.parseInt(m.group(1)));
                }
            }
        }
        return OptionalInt.empty();
    }

    /** True where a file says what is right instead. */
    boolean isWrongOfSets() {
        return Files.exists(directory.resolve("expect/right-tables.txt"))
                || Files.exists(directory.resolve("expect/open.txt"));
    }
}
