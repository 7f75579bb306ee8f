package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README and doc/dm.md show of {@code dmkit dm} is what is printed. */
class DmReadmeTest {
    private static final String PROMPT = "    # dmkit ";

    /** Shows a file that the commands below name. */
    private static final String FILE = "    # cat ";

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\\S+");

    @TempDir
    Path directory;

    private static List<String> shown(String name, String from, String to) throws IOException {
        String text =
                Files.readString(Path.of(System.getProperty("dmkit.root", "..")).resolve(name));
        int begin = text.indexOf(from);
        return text.substring(begin, to.isEmpty() ? text.length() : text.indexOf(to, begin))
                .lines()
                .filter(l -> l.startsWith("    "))
                .map(DmReadmeTest::inNoTime)
                .toList();
    }

    /** How long an ioctl takes nobody knows. */
    private static String inNoTime(String line) {
        return line.replaceFirst("\\b[0-9]+ us$", "0 us");
    }

    /** Types the commands of a transcript, and puts what is printed where it was. */
    private List<String> printed(List<String> transcript) throws IOException {
        var shell = new DmShell();
        var printed = new ArrayList<String>();
        var files = new HashMap<String, Path>();
        String file = "";
        for (String line : transcript) {
            if (line.startsWith(PROMPT)) {
                file = "";
                printed.add(line);
                shell.type(WORD.matcher(line.substring(PROMPT.length()))
                        .results()
                        .map(m -> m.group(1) != null ? m.group(1) : m.group())
                        .map(w -> files.containsKey(w) ? files.get(w).toString() : w)
                        .toArray(String[]::new));
                (shell.out() + shell.err())
                        .replace(directory + "/", "")
                        .lines()
                        .map(l -> "    " + inNoTime(l))
                        .forEach(printed::add);
            } else if (line.startsWith(FILE)) {
                file = line.substring(FILE.length());
                files.put(file, Files.writeString(directory.resolve(file), ""));
                printed.add(line);
            } else if (!file.isEmpty()) {
                Path path = files.get(file);
                Files.writeString(path, Files.readString(path) + line.substring(4) + "\n");
                printed.add(line);
            }
        }
        return printed;
    }

    @Test
    void theReadmeIsTrue() throws IOException {
        List<String> shown = shown("README.md", "### Script the device-mapper", "## Use it as a library");
        assertThat(printed(shown)).isEqualTo(shown).hasSizeGreaterThan(15);
    }

    @Test
    void thePageOfDmIsTrue() throws IOException {
        List<String> shown = shown("doc/dm.md", "# Several", "");
        assertThat(printed(shown)).isEqualTo(shown).hasSizeGreaterThan(70);
    }
}
