package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.Optional;

/** Where a table is read: {@code --table}, a file, or standard input. */
final class TableInput {
    private TableInput() {}

    static TableLines read(Work work, Optional<String> file) throws Failure, IOException {
        Optional<String> table = work.switches().text(Option.TABLE);
        if (table.isPresent()) {
            return TableLines.parse(table.get(), "");
        }
        if (file.isEmpty()) {
            return TableLines.parse(work.premises().standardInput(), "on stdin");
        }
        String text;
        try {
            text = work.premises().file(file.get());
        } catch (IOException e) {
            throw new Failure("Couldn't open '" + file.get() + "' for reading.");
        }
        return TableLines.parse(text, file.get());
    }
}
