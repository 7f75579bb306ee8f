package org.dmkit.cli.dm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
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
                .flag("--inactive", "The tables that are loaded and not yet active.")
                .flag("--show-keys", "With the keys of crypt and integrity; else there are zeros.")
                .flag("--concise", "All on one line, as 'dmsetup create --concise' takes it.");
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, KernelException {
        TableSlot slot = words.has("--inactive") ? TableSlot.INACTIVE : TableSlot.ACTIVE;
        var lines = new ArrayList<String>();
        var fields = new ArrayList<Map<String, Object>>();
        var concise = new ArrayList<String>();
        for (DmName name : Named.devices(words.at(0), work.mapper())) {
            Table found = work.mapper().table(name, slot);
            Table table = words.has("--show-keys") ? found : Keys.hidden(found);
            String prefix = words.at(0).isEmpty() ? name + ": " : "";
            table.lines().forEach(l -> lines.add(prefix + l));
            if (table.isEmpty() && !prefix.isEmpty()) {
                lines.add(name + ":");
            }
            if (words.has("--concise")) {
                concise.add(concise(work.mapper().info(name), table));
            }
            fields.add(Answer.fields("name", name.value(), "lines", lines(table)));
        }
        return Answer.of(
                words.has("--concise") ? List.of(String.join(";", concise)) : lines, "tables", List.copyOf(fields));
    }

    /** As dmsetup(8) has it: {@code NAME,UUID,MINOR,FLAGS,LINE[,LINE...]}. */
    private static String concise(DeviceInfo info, Table table) {
        var text = new StringBuilder(escaped(info.name().value()))
                .append(',')
                .append(escaped(info.uuid().value()))
                .append(',')
                .append(info.number().minor())
                .append(info.readOnly() ? ",ro" : ",rw");
        table.lines().forEach(l -> text.append(',').append(escaped(l.toString())));
        return text.toString();
    }

    private static String escaped(String text) {
        return text.replaceAll("[\\\\,;]", "\\\\$0");
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
