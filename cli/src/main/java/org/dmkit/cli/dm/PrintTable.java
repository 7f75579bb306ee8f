package org.dmkit.cli.dm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;
import org.dmkit.linux.KernelException;

/** {@code table}: tables as the kernel has them. */
final class PrintTable implements Verb {
    @Override
    public String word() {
        return "table";
    }

    @Override
    public String summary() {
        return "Print tables.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.optional("DEVICE", "One device only; then its name is not printed.")
                .flag("--inactive", "The tables that are loaded and not yet active.");
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, KernelException {
        TableSlot slot = words.has("--inactive") ? TableSlot.INACTIVE : TableSlot.ACTIVE;
        var lines = new ArrayList<String>();
        var fields = new ArrayList<Map<String, Object>>();
        for (DmName name : Named.devices(words.at(0), work.mapper())) {
            Table table = work.mapper().table(name, slot);
            String prefix = words.at(0).isEmpty() ? name + ": " : "";
            table.lines().forEach(l -> lines.add(prefix + l));
            fields.add(Answer.fields("name", name.value(), "lines", lines(table)));
        }
        return Answer.of(lines, "tables", fields);
    }

    /** For programs. */
    static List<Map<String, Object>> lines(Table table) {
        return table.lines().stream()
                .map(l -> Answer.fields(
                        "start", l.start(),
                        "length", l.length(),
                        "target", l.target().type(),
                        "parameters", l.target().parameters()))
                .toList();
    }
}
