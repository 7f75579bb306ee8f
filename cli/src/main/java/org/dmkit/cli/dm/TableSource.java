package org.dmkit.cli.dm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.dmkit.dm.Table;
import org.dmkit.dm.TableException;

/** A table that was named on the command line: itself, {@code @FILE}, or {@code -} for standard input. */
final class TableSource {
    static final String LABEL = "TABLE";

    static final String[] HELP = {
        "Lines START LENGTH TARGET PARAMETERS as the kernel takes them; @FILE or - (standard input) to read them.",
        "Or in short: linear:DEVICE[+OFFSET][..END], striped:CHUNK:DEVICE,DEVICE, zero:LENGTH, error:LENGTH.",
        "Sizes are sectors, or have a unit: 2048s, 64KiB, 10MiB."
    };

    private TableSource() {}

    /** Read and checked. */
    static Table read(String word, Lower lower, Premises premises) throws Refusal, IOException {
        try {
            Table table = TableText.read(text(word, premises), lower);
            if (table.isEmpty()) {
                throw new Refusal("dm.table", "the table has no line", "");
            }
            return TableCheck.check(table, lower);
        } catch (TableException e) {
            throw new Refusal("dm.table", String.valueOf(e.getMessage()), "");
        }
    }

    private static String text(String word, Premises premises) throws Refusal, IOException {
        if (word.equals("-")) {
            return premises.standardInput();
        }
        return word.startsWith("@") ? file(word.substring(1)) : word;
    }

    /** Bytes that are no UTF-8 become characters that no name has. */
    static String file(String path) throws Refusal, IOException {
        try {
            return new String(Files.readAllBytes(Path.of(path)), StandardCharsets.UTF_8);
        } catch (InvalidPathException e) {
            throw new Refusal("dm.file", "not a path: " + path, "");
        }
    }
}
