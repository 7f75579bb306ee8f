package org.dmkit.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example, run by its own first line, against the simulated kernel. */
class ExamplesTest {
    private static final Path EXAMPLES = Sdk.ROOT.resolve("examples");
    private static final String RUN = "// dmkit-java ";

    /** What each prints, as a regular expression. */
    private static final Map<String, String> OUTPUT = Map.ofEntries(
            Map.entry("Concatenate.java", "0 (\\d+) linear /dev/sda 0\n\\1 \\d+ linear /dev/sdb 0\n"),
            Map.entry(
                    "FaultInjection.java",
                    "sector 1024 is good\npread error target sector 1024: EIO\nsector 5120 is good\n"),
            Map.entry("IoctlSpeed.java", "(DM_VERSION: \\d+ ns\n){3}"),
            Map.entry(
                    "ListDevices.java",
                    "data \\(253:0\\)\n  0 131072 striped 2 128 8:0 0 8:16 0\n.*held by part1\n.*\n  0 4096 linear 253:0 2048\n.*"),
            Map.entry("LiveSwap.java", "100 switches, \\d+ writes, none failed\n"),
            Map.entry("PulledDisk.java", "raid1 2 AA .*\nan event of mirror\nraid1 2 AD .*\n"),
            Map.entry("ReadSet.java", "ddf1_gstripe: [0-9a-f]{28}55aa\n"),
            Map.entry("ScanDisks.java", "isw_\\w+  RAID5_LEFT_ASYMMETRIC  \\d+ sectors  COMPLETE\n"),
            Map.entry("Stripe.java", "read back: x\ngone: \\[\\]\n"),
            Map.entry(
                    "Transaction.java",
                    "DM_TABLE_LOAD wrong: EINVAL; all is as before\n1 device: 0 2048 linear 8:0 0\n"),
            Map.entry("WatchEvents.java", "home: event 1\n"));

    @Test
    void allExamplesAreHere() throws IOException {
        assertThat(examples().collect(Collectors.toSet())).isEqualTo(OUTPUT.keySet());
    }

    private static Stream<String> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleDoesWhatItSays(String name) throws IOException, InterruptedException {
        List<String> lines = Files.readAllLines(EXAMPLES.resolve(name));
        assertThat(lines.getFirst()).startsWith(RUN + "examples/" + name);
        assertThat(lines).hasSizeBetween(10, 40);
        var arguments = List.of(lines.getFirst().substring(RUN.length()).split(" "));
        Sdk.Ending ending = Sdk.run(Sdk.ROOT, Sdk.LAUNCHER, arguments);
        assertThat(ending.errors()).isEmpty();
        assertThat(ending.status()).isZero();
        assertThat(ending.output()).matches("(?s)" + OUTPUT.getOrDefault(name, "no such example"));
    }

    @Test
    void jbangKnowsThemAll() throws IOException {
        String catalog = Files.readString(Sdk.ROOT.resolve("jbang-catalog.json"));
        Set<String> missing = examples()
                .filter(e -> !catalog.contains("\"script-ref\": \"examples/" + e + "\""))
                .collect(Collectors.toSet());
        assertThat(missing).isEmpty();
    }
}
