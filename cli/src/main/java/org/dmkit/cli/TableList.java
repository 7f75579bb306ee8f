package org.dmkit.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;

/** What {@code dmkit table} prints: {@code NAME: START LENGTH TARGET ARGUMENTS}, by name, as {@code dmsetup table} does. */
record TableList(SortedMap<DmName, Table> tables) implements Report {
    static TableList of(Map<DmName, Table> tables) {
        return new TableList(new TreeMap<>(tables));
    }

    @Override
    public void print(PrintWriter out, Style style) {
        tables.forEach((name, table) -> {
            for (Table.Line line : table.lines()) {
                out.println(asDmsetup(name + ": " + line));
            }
        });
    }

    /** Names may hold anything, and dmsetup prints it as it is; but not what would end the line or steer a terminal. */
    static String asDmsetup(String line) {
        return line.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0x1b) ? Cell.printable(line) : line;
    }

    @Override
    public void write(Json json) {
        json.objects("tables", tables.entrySet(), e -> {
            json.field("name", e.getKey().value());
            json.objects(
                    "lines",
                    e.getValue().lines(),
                    line -> json.field("start", line.start())
                            .field("length", line.length())
                            .field("target", line.target().type())
                            .field("parameters", line.target().parameters()));
        });
    }
}
