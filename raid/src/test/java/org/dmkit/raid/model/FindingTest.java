package org.dmkit.raid.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.dmkit.raid.model.Finding.Severity;
import org.junit.jupiter.api.Test;

class FindingTest {
    @Test
    void stepByStepIsTheSameAsAllAtOnce() {
        assertThat(Finding.error("isw.x")
                        .on("sda")
                        .at(7)
                        .field("f")
                        .found("a")
                        .expected("b")
                        .remedy("c"))
                .isEqualTo(new Finding(
                        Optional.empty(),
                        "isw.x",
                        Severity.ERROR,
                        Optional.of("sda"),
                        OptionalLong.of(7),
                        Optional.of("f"),
                        "a",
                        "b",
                        "c"))
                .hasToString("isw.x sda sector 7 f: found a, expected b (c)");
    }

    @Test
    void whatIsNotThereIsEmpty() {
        var finding = new Finding(
                Optional.empty(),
                "set.x",
                Severity.INFO,
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                "",
                "",
                "");
        assertThat(finding)
                .isEqualTo(Finding.info("set.x"))
                .isEqualTo(Finding.info("set.x").field(""))
                .hasToString("set.x");
        assertThat(finding.disk()).isEmpty();
        assertThat(finding.sector()).isEmpty();
        assertThat(finding.field()).isEmpty();
        assertThat(finding.format()).isEmpty();
    }

    @Test
    void theFormatIsWhoSaidItNotWhatTheCodeBeginsWith() {
        assertThat(Finding.error("isw.x").format()).isEmpty();
        assertThat(Finding.error("isw.x").from("isw").format()).hasValue("isw");
    }
}
