package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressBarTest {
    private static final long GIB = 2 * 1024 * 1024;

    @Test
    void showsAmountSpeedAndTimeLeft() {
        assertThat(ProgressBar.line("rebuild", GIB, 4 * GIB, GIB, Duration.ofSeconds(16), Style.PLAIN))
                .isEqualTo("rebuild  [######------------------]  25.0 %  1 GiB of 4 GiB  64 MiB/s  0:00:48 left");
    }

    @Test
    void promisesNothingBeforeThereIsASpeed() {
        assertThat(ProgressBar.line("rebuild", 0, 4 * GIB, 0, Duration.ofSeconds(16), Style.PLAIN))
                .isEqualTo("rebuild  [------------------------]   0.0 %  0 KiB of 4 GiB");
    }

    @Test
    void whatWasDoneBeforeDoesNotCountAsSpeed() {
        assertThat(ProgressBar.line("rebuild", 3 * GIB, 4 * GIB, GIB, Duration.ofSeconds(16), Style.PLAIN))
                .isEqualTo("rebuild  [##################------]  75.0 %  3 GiB of 4 GiB  64 MiB/s  0:00:16 left");
    }

    @Test
    void endsWithTheTimeTaken() {
        assertThat(ProgressBar.line("rebuild", GIB, GIB, GIB, Duration.ofSeconds(3661), Style.PLAIN))
                .isEqualTo("rebuild  [########################] 100.0 %  1 GiB of 1 GiB  in 1:01:01");
    }

    @Test
    void saysOneHundredOnlyWhenDone() {
        assertThat(ProgressBar.bar(999_999, 1_000_000, Style.PLAIN)).isEqualTo("[#######################-]  99.9 %");
    }

    @Test
    void staysWithinItsBrackets() {
        assertThat(ProgressBar.bar(7, 5, Style.PLAIN)).isEqualTo(ProgressBar.bar(5, 5, Style.PLAIN));
        assertThat(ProgressBar.bar(-1, 5, Style.PLAIN)).isEqualTo(ProgressBar.bar(0, 5, Style.PLAIN));
    }

    /** Whatever the window's width, a line that is drawn over itself must not wrap. */
    @ParameterizedTest
    @ValueSource(ints = {200, 104, 103, 90, 80, 72, 60, 50, 40, 30, 20, 10, 5, 1})
    void aLineNeverFillsTheWindow(int columns) {
        String line = ProgressBar.line(
                "isw_faffhijba_mirror",
                GIB,
                4 * GIB,
                GIB,
                Duration.ofSeconds(16),
                new Style(false, false, () -> columns));
        assertThat(line.length()).isLessThan(columns);
    }

    @Test
    void whatMattersLeastGoesFirst() {
        assertThat(Stream.of(120, 80, 70, 60, 50, 30, 6)
                        .map(columns -> ProgressBar.line(
                                "isw_h_mirror",
                                GIB,
                                4 * GIB,
                                GIB,
                                Duration.ofSeconds(16),
                                new Style(false, false, () -> columns))))
                .containsExactly(
                        "isw_h_mirror  [######------------------]  25.0 %  1 GiB of 4 GiB  64 MiB/s  0:00:48 left",
                        "isw_h_mirror  [######------------------]  25.0 %  1 GiB of 4 GiB  0:00:48 left",
                        "isw_h_mirror  [######------------------]  25.0 %  0:00:48 left",
                        "isw_h_mirror  [##--------]  25.0 %  0:00:48 left",
                        "isw_h_mirror  [##--------]  25.0 %  0:00:48 left",
                        "isw_h_mirror  25.0 %",
                        "25.0 ");
    }
}
