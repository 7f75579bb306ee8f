package org.dmkit.cli.dmsetup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Command lines that only look, given to Debian's dmsetup too, over the same devices. */
class RealDmsetupTest {
    @TempDir
    private static Path directory;

    private static RealDmsetup real;

    @BeforeAll
    static void compile() throws Exception {
        real = RealDmsetup.in(directory);
    }

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    /** Words are separated by blanks, one in quotes may hold some. */
    static List<String> words(String line) {
        var words = new ArrayList<String>();
        var matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        return words;
    }

    static Stream<String> lines() throws IOException {
        return lines("looks.txt");
    }

    /** The lines of a file, but for comments. */
    static Stream<String> lines(String file) throws IOException {
        try (var in = RealDmsetupTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(l -> !l.startsWith("//")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void looksTheSame(String line) throws Exception {
        compare(line, Devices.ALL);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void withoutDevicesToo(String line) throws Exception {
        compare(line, List.of());
    }

    private static void compare(String line, List<FakeDevice> devices) throws Exception {
        Host host = Devices.host(devices);
        List<String> words = words(line);
        Host.Answer theirs = real.run(devices, host.blocks, "", words);
        Host.Answer ours = host.type(words);
        assertThat(ours.out()).as(line).isEqualTo(theirs.out());
        assertThat(ours.err()).as(line).isEqualTo(known(theirs.err()));
        assertThat(ours.status()).as(line).isEqualTo(theirs.status());
    }

    /** Without what there is no stand-in for: statistics and measurements. */
    static String known(String err) {
        UnaryOperator<String> withoutCommands = text -> text.lines()
                .filter(l -> !l.startsWith("\tstats ") && !l.startsWith("\tmeasure "))
                .map(l -> l + "\n")
                .reduce("", String::concat);
        int statistics = err.indexOf("Mapped Device Statistics Fields\n");
        int special = err.indexOf("Special Fields\n");
        return withoutCommands.apply(
                statistics < 0 || special < statistics ? err : err.substring(0, statistics) + err.substring(special));
    }
}
