package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormatsCommandTest {
    @Test
    void listsThemByNameAndWhatTheyCannotDo() {
        var out = new StringWriter();
        var err = new StringWriter();
        var command = new FormatsCommand(() -> List.of(
                new Samples.NamedFormat("sil", "Silicon Image", new Samples.NamedWriter(false)),
                new Samples.NamedFormat("via", "VIA", null),
                Samples.ISW));
        new Application(List.of(command), "1")
                .run(
                        new String[] {"formats"},
                        new Console(new PrintWriter(out), new PrintWriter(err), Style.PLAIN, false));
        assertThat(out.toString().lines())
                .containsExactly(
                        "isw  Intel Matrix",
                        "sil  Silicon Image  no dirty flag: an unclean stop is not noticed",
                        "via  VIA            read only");
    }
}
