package org.dmkit.blockio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void readsEveryKindOfValue() throws IOException {
        assertThat(Json.parse(" {\"a\": [1, -2.5e1, true, false, \"x\\n\\u00e9\"], \"b\": {}, \"c\": []}\n"))
                .isEqualTo(Map.of("a", List.of(1L, -25.0, true, false, "x\n\u00e9"), "b", Map.of(), "c", List.of()));
        assertThat(Json.parse("null")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "\"",
                "\"\\",
                "\"\\u12",
                "\"\\x\"",
                "\"a\nb\"",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "[1,]",
                "[1 2]",
                "01",
                "-",
                "1.",
                "1e",
                "+1",
                "tru",
                "nul",
                "{} {}",
                "{a:1}",
                "{\"a\":1,\"a\":2}",
                "'a'",
                "9223372036854775808",
                "NaN"
            })
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("JSON at");
    }

    @Test
    void refusesDeepNestingInsteadOfExhaustingTheStack() {
        assertThatThrownBy(() -> Json.parse("[".repeat(1_000_000))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Json.parse("{\"a\":".repeat(1_000_000))).isInstanceOf(IOException.class);
    }

    @Test
    void refusesLongNumbersInsteadOfComputingThem() {
        assertThatThrownBy(() -> Json.parse("9".repeat(1_000_000))).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsQuotedIsReadBack() throws IOException {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x180; c++) {
            all.append(c);
        }
        assertThat(Json.parse(Json.quote(all.toString()))).isEqualTo(all.toString());
    }

    @Test
    void everyBeginningOfAnObjectIsRefused() {
        String whole = "{\"disks\": [{\"name\": \"sda\", \"sectors\": 12}], \"refuse\": true}";
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < whole.length(); i++) {
            String part = whole.substring(0, i);
            try {
                Json.parse(part);
                accepted.add(part);
            } catch (IOException expected) {
                // as it should be
            }
        }
        assertThat(accepted).isEmpty();
    }
}
