package org.dmkit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private final Measurements measured = new Measurements();
    private final Results results =
            new Results(Map.of("kernel", "6.1 <test> | \"a\""), List.of("slow disks: no FUSE"), measured);

    @BeforeAll
    static void fonts() {
        assumeTrue(Files.exists(Path.of("/usr/bin/fc-list")), "needs fontconfig, for the letters of plots");
    }

    @BeforeEach
    void measure() {
        for (double jitter : new double[] {0, 1, 2}) {
            measured.add(Startup.VERSION, 40 + jitter);
            measured.add(Startup.MINIMAL, 20);
            measured.add(Scans.name(Scans.DMKIT, Scans.BLANK, 256), 100 + jitter);
            measured.add(Scans.name(Scans.DMRAID, Scans.BLANK, 256), 400);
            measured.add(Scans.name(Scans.DMKIT, Scans.BLANK, 64), 50);
            measured.add(Scans.name(Scans.DMRAID, Scans.BLANK, 64), 100);
            measured.add("IoctlBenchmark.c", 100);
            measured.add("IoctlBenchmark.dmkit", 110);
            measured.add("IoctlBenchmark.dmkit" + JmhRounds.ERROR, 0.1 * (1 + jitter));
            measured.add("IoctlBenchmark.dmkit" + JmhRounds.ALLOCATED, 0.25);
        }
    }

    @Test
    void markdownSaysWhatIsMetAndWhatIsMissed() {
        assertThat(Markdown.of(results))
                .contains(
                        "| dmkit --version | minimal main | ms | 41.0 | 20.0 | 2.05 | 1.50 | MISSED |",
                        "| scan of 256 blank disks | dmraid -r | ms | 101 | 400 | 0.25 | 0.45 | met |",
                        "| scan of 64 blank disks | dmraid -r | ms | 50.0 | 100 | 0.50 |  |  |",
                        "| IoctlBenchmark.dmkit | 110 | 110 | 110 | 3 | 30 % | 0.25 |",
                        "- slow disks: no FUSE");
    }

    @Test
    void pageStandsAlone() {
        String page = Page.of(results);

        assertThat(page)
                .contains("2 of 3 targets met", "<svg", "3.96 times faster", "6.1 &lt;test&gt; | &quot;a&quot;")
                .doesNotContain("<script", "<link", "src=", "url(http");
    }

    @Test
    void plotsOfOnePageDoNotShareNames() {
        String page = Page.of(results);
        List<String> ids = Pattern.compile("\\bid=['\"]([^'\"]+)")
                .matcher(page)
                .results()
                .map(m -> m.group(1))
                .toList();

        assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void writtenAndReadBackNothingIsLost(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("result.json");
        results.write(file);
        Results back = Results.read(file);

        assertThat(back.circumstances()).isEqualTo(results.circumstances());
        assertThat(back.omitted()).isEqualTo(results.omitted());
        assertThat(back.measured().all()).isEqualTo(measured.all());
        assertThat(back.rows()).isEqualTo(results.rows()).hasSize(4);
    }
}
