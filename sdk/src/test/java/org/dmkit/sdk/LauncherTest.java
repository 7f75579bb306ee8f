package org.dmkit.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
    /** Needs modules, native access (a warning would be an error text), and its arguments as they are. */
    private static final String SCRIPT = """
            import module org.dmkit.simulation;
            import org.dmkit.linux.TerminalSize;
            import org.dmkit.raid.format.Formats;

            void main(String... args) throws Exception {
                try (Dm dm = SimulatedMachine.withDisks(2048, "/dev/sda").dm()) {
                    dm.make(new DmName("data"), Table.parse("0 2048 linear /dev/sda 0"));
                    IO.println(dm.requests().devices().getFirst().name());
                }
                IO.println(TerminalSize.columns(1).isPresent() + " " + Formats.all().isEmpty());
                IO.println(String.join("|", args));
            }
            """;

    @TempDir
    private Path elsewhere;

    @Test
    void aScriptInAnotherDirectoryRunsThroughALinkToTheLauncher() throws IOException, InterruptedException {
        Files.writeString(elsewhere.resolve("Script.java"), SCRIPT);
        Path link = Files.createSymbolicLink(elsewhere.resolve("dmkit-java"), Sdk.LAUNCHER);
        assertThat(Sdk.run(elsewhere, link, List.of("Script.java", "a b", "*")))
                .isEqualTo(new Sdk.Ending(0, "data\nfalse false\na b|*\n", ""));
        Files.delete(link);
    }

    @Test
    void theStatusOfAScriptIsTheLaunchers() throws IOException, InterruptedException {
        Files.writeString(elsewhere.resolve("Fails.java"), "void main() { System.exit(7); }");
        assertThat(Sdk.run(elsewhere, Sdk.LAUNCHER, List.of("Fails.java")).status())
                .isEqualTo(7);
    }

    @Test
    void withoutAScriptItTellsItsUse() throws IOException, InterruptedException {
        assertThat(Sdk.run(elsewhere, Sdk.LAUNCHER, List.of()))
                .isEqualTo(new Sdk.Ending(2, "", "usage: dmkit-java SCRIPT.java [ARGUMENT...]\n"));
    }
}
