package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows of {@code dmkit dm} is what is printed. */
class DmReadmeTest {
    private static final String PROMPT = "    # dmkit ";

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\\S+");

    private static List<String> section() throws IOException {
        String text =
                Files.readString(Path.of(System.getProperty("dmkit.root", "..")).resolve("README.md"));
        int from = text.indexOf("### Script the device-mapper");
        return text.substring(from, text.indexOf("## Why it is safe", from))
                .lines()
                .filter(l -> l.startsWith("    "))
                .toList();
    }

    @Test
    void theTranscriptIsTrue() throws Exception {
        var shell = new DmShell();
        var printed = new ArrayList<String>();
        for (String line : section()) {
            if (line.startsWith(PROMPT)) {
                printed.add(line);
                shell.type(WORD.matcher(line.substring(PROMPT.length()))
                        .results()
                        .map(m -> m.group(1) != null ? m.group(1) : m.group())
                        .toArray(String[]::new));
                (shell.out() + shell.err()).lines().map(l -> "    " + l).forEach(printed::add);
            }
        }
        assertThat(printed).isEqualTo(section()).hasSizeGreaterThan(15);
    }
}
