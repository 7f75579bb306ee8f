package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;

/** {@code diff FILE}: how the machine differs from a state, device by device. */
final class Diff implements Verb {
    @Override
    public String word() {
        return "diff";
    }

    @Override
    public String summary() {
        return "Print what apply would make different.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.required(BatchSource.LABEL, BatchSource.HELP);
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, IOException {
        Batch batch = BatchSource.read(words.at(0), work);
        // What could not be applied is no difference that can be made.
        batch.plan();
        var lines = new ArrayList<String>();
        var devices = new ArrayList<Map<String, Object>>();
        for (var each : batch.made().entrySet()) {
            Batch.Made made = each.getValue();
            add("create", each.getKey(), made.readOnly(), Table.EMPTY, made.table(), lines, devices);
        }
        for (var each : batch.switched().entrySet()) {
            Batch.Switched switched = each.getValue();
            add("swap", each.getKey(), switched.readOnly(), switched.from(), switched.table(), lines, devices);
        }
        for (DmName name : batch.removed()) {
            Table table = work.mapper().table(name, TableSlot.ACTIVE);
            add("remove", name, false, table, Table.EMPTY, lines, devices);
        }
        return Answer.of(lines, Answer.fields("changed", !devices.isEmpty(), "devices", devices));
    }

    private static void add(
            String change,
            DmName name,
            boolean readOnly,
            Table from,
            Table to,
            List<String> lines,
            List<Map<String, Object>> devices) {
        Table now = Keys.hidden(from);
        Table then = Keys.hidden(to);
        lines.add(change + " " + name + (readOnly ? ", read-only" : ""));
        now.lines().stream().filter(l -> !then.lines().contains(l)).forEach(l -> lines.add("  - " + l));
        then.lines().stream().filter(l -> !now.lines().contains(l)).forEach(l -> lines.add("  + " + l));
        devices.add(Answer.fields(
                "change",
                change,
                "name",
                name.value(),
                "readOnly",
                readOnly,
                "now",
                PrintTable.lines(now),
                "then",
                PrintTable.lines(then)));
    }
}
