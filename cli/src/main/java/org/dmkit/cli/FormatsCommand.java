package org.dmkit.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.dmkit.raid.spi.Format;

/** {@code dmkit formats}: which metadata formats are known, and what each can do. */
final class FormatsCommand implements Command {
    private final Supplier<List<Format>> formats;

    FormatsCommand(Supplier<List<Format>> formats) {
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

    private record FormatList(List<Format> formats) implements Report {
        @Override
        public void print(PrintWriter out, Style style) {
            var rows = new ArrayList<List<Cell>>();
            for (Format format : formats) {
                rows.add(
                        List.of(Cell.strong(format.name()), Cell.of(format.description()), Cell.faint(remark(format))));
            }
            Columns.align(rows, Set.of(), style).forEach(out::println);
        }

        @Override
        public void write(Json json) {
            json.objects(
                    "formats",
                    formats,
                    f -> json.field("name", f.name())
                            .field("description", f.description())
                            .field("writable", f.writer().isPresent())
                            .field(
                                    "dirtyFlag",
                                    f.writer()
                                            .filter(w -> w.abilities().dirtyFlag())
                                            .isPresent()));
        }

        private static String remark(Format format) {
            return format.writer()
                    .map(w -> w.abilities().dirtyFlag() ? "" : "no dirty flag: an unclean stop is not noticed")
                    .orElse("read only");
        }
    }
}
