package org.dmkit.cli;

import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.dmkit.raid.format.Format;

/** {@code dmkit formats}: which metadata formats are known, and what each can do. */
final class FormatsCommand implements Command {
    private final Supplier<List<Format<?>>> formats;

    FormatsCommand(Supplier<List<Format<?>>> formats) {
        this.formats = formats;
    }

    @Override
    public String word() {
        return "formats";
    }

    @Override
    public String summary() {
        return "List the metadata formats.";
    }

    @Override
    public Answer run(Invocation invocation) {
        return Answer.done(new FormatList(formats.get().stream()
                .sorted(Comparator.comparing(Format::name))
                .toList()));
    }
}
