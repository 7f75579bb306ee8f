package org.dmkit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionTest {
    @Test
    void nothingIsAQuickRun() {
        assertThat(ask("")).isEqualTo(new Question.Everything(false));
        assertThat(ask("--quick")).isEqualTo(new Question.Everything(false));
        assertThat(ask("--full")).isEqualTo(new Question.Everything(true));
    }

    @Test
    void oneScan() {
        assertThat(ask("scan --disks 64,256")).isEqualTo(new Question.OfScan(List.of(64, 256), Duration.ZERO));
        assertThat(ask("scan --latency 4ms --disks 128"))
                .isEqualTo(new Question.OfScan(List.of(128), Duration.ofMillis(4)));
    }

    @Test
    void anEarlierResult() {
        assertThat(ask("report a.json")).isEqualTo(new Question.Redraw(Path.of("a.json")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--slow",
                "--full --quick",
                "scan",
                "scan --disks",
                "scan --disks 0",
                "scan --disks 64,",
                "scan --disks 123456",
                "scan --disks 64 --latency 4",
                "scan --disks 64 --latency 4s",
                "scan --latency 4ms",
                "scan --disks 64 --rounds 3",
                "report",
                "report a b"
            })
    void allElseIsRefused(String line) {
        assertThatThrownBy(() -> ask(line)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Question ask(String line) {
        return Question.of(line.isEmpty() ? List.of() : List.of(line.split(" ", -1)));
    }
}
