package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.jspecify.annotations.Nullable;

/** Rows about devices, and how they are printed. Or: which devices another command is for. Not thread-safe. */
final class Report {
    private static final String PREFIX = "DM_";

    private final Columns columns;
    private final @Nullable Selection selection;
    private final Switches switches;
    private final Set<Field> needed;
    private final List<Map<Field, Value>> rows = new ArrayList<>();
    private final boolean silent;
    private @Nullable Command chosen;
    private @Nullable DeviceTree tree;

    private Report(Columns columns, @Nullable Selection selection, Switches switches, boolean silent) {
        this.columns = columns;
        this.selection = selection;
        this.switches = switches;
        this.silent = silent;
        this.needed = EnumSet.noneOf(Field.class);
        needed.addAll(columns.fields());
        columns.keys().forEach(k -> needed.add(k.field()));
        if (selection != null) {
            selection.fields(needed);
        }
    }

    /** The report that is asked for; what is wrong with that is told on the log and by the failure. */
    static Report of(Command command, Switches switches, Log log) throws Failure {
        Columns columns = Columns.of(command, switches, log);
        if (columns.help()) {
            Usage.fields(log, true, false);
            return new Report(columns, null, switches, true);
        }
        String select = switches.text(Option.SELECT).orElse("");
        if (select.equalsIgnoreCase("help") || select.equals("?")) {
            Usage.fields(log, false, true);
            SelectionHelp.print(log);
            return new Report(columns, null, switches, true);
        }
        boolean all = select.isEmpty() || select.equalsIgnoreCase("all");
        return new Report(columns, all ? null : new SelectionParser(select, log).parse(), switches, false);
    }

    /** Rows are not shown: the command is run for each device that is selected. */
    void runFor(Command command) {
        chosen = command;
    }

    /** A device. */
    void add(Work work, DeviceInfo info) throws Failure, IOException {
        if (silent) {
            return;
        }
        var subject = new Subject(work.withoutReport(), info, tree);
        var row = new EnumMap<Field, Value>(Field.class);
        for (Field field : needed) {
            if (field != Field.SELECTED) {
                row.put(field, subject.value(field));
            }
        }
        Command command = chosen;
        if (command == null) {
            add(row);
        } else if (isSelected(row)) {
            command.action().run(work.withoutReport(), List.of(work.shown(info.name())), true);
        }
    }

    /** A name, without a device. */
    void add(Work work, NameParts parts) throws Failure {
        if (silent) {
            return;
        }
        var row = new EnumMap<Field, Value>(Field.class);
        for (Field field : needed) {
            if (field.section() == Field.Section.PARTS) {
                row.put(field, Subject.value(field, parts));
            } else if (field != Field.SELECTED) {
                throw new Failure("_do_report_object: no data assigned to field " + field.id());
            }
        }
        add(row);
    }

    /** Before the first row: what all rows need. */
    void prepare(Work work) throws Failure, IOException {
        if (tree == null && needed.stream().anyMatch(f -> f.section() == Field.Section.TREE)) {
            tree = DeviceTree.read(work);
        }
    }

    /** One that is not selected is shown only if the report tells whether it is. */
    private void add(Map<Field, Value> row) {
        boolean selected = isSelected(row);
        row.put(Field.SELECTED, Value.of(selected ? 1 : 0));
        if (selected || columns.fields().contains(Field.SELECTED)) {
            rows.add(row);
        }
    }

    private boolean isSelected(Map<Field, Value> row) {
        return selection == null || selection.matches(row);
    }

    /** Prints all, and forgets it. */
    void print(Log log) {
        rows.sort(this::compare);
        if (!rows.isEmpty() && switches.has(Option.ROWS)) {
            printAsRows(log);
        } else if (!rows.isEmpty()) {
            printAsColumns(log);
        }
        rows.clear();
    }

    private int compare(Map<Field, Value> a, Map<Field, Value> b) {
        for (Columns.Key key : columns.keys()) {
            int order = Value.compare(key.field(), value(a, key.field()), value(b, key.field()));
            if (order != 0) {
                return key.descending() ? -order : order;
            }
        }
        return 0;
    }

    private static Value value(Map<Field, Value> row, Field field) {
        return Optional.ofNullable(row.get(field)).orElseThrow();
    }

    private String separator() {
        return switches.text(Option.SEPARATOR).orElse(switches.has(Option.NO_HEADINGS) ? ":" : " ");
    }

    private boolean aligned() {
        return !switches.has(Option.NO_HEADINGS)
                && !switches.has(Option.NAME_PREFIXES)
                && !switches.has(Option.SEPARATOR)
                && !switches.has(Option.ROWS);
    }

    private void printAsRows(Log log) {
        for (Field field : columns.fields()) {
            var cells = new ArrayList<String>();
            if (!switches.has(Option.NO_HEADINGS)) {
                cells.add(field.heading());
            }
            rows.forEach(row -> cells.add(cell(row, field)));
            log.print(String.join(separator(), cells));
        }
    }

    private void printAsColumns(Log log) {
        Map<Field, Integer> widths = new EnumMap<>(Field.class);
        for (Field field : columns.fields()) {
            int width = field.width();
            for (Map<Field, Value> row : rows) {
                width = Math.max(width, bytes(value(row, field).text()));
            }
            widths.put(field, width);
        }
        if (!switches.has(Option.NO_HEADINGS)) {
            log.print(line(field -> field.heading(), field -> false, widths));
        }
        for (Map<Field, Value> row : rows) {
            log.print(line(field -> cell(row, field), Field::isNumber, widths));
        }
    }

    private interface Cell {
        String of(Field field);
    }

    private interface Right {
        boolean of(Field field);
    }

    private String line(Cell cell, Right right, Map<Field, Integer> widths) {
        var cells = new ArrayList<String>();
        for (Field field : columns.fields()) {
            String text = cell.of(field);
            if (aligned()) {
                int width = Optional.ofNullable(widths.get(field)).orElseThrow();
                String fill = " ".repeat(Math.max(0, width - bytes(text)));
                text = right.of(field) ? fill + text : text + fill;
            }
            cells.add(text);
        }
        return String.join(separator(), cells);
    }

    /** Widths are of bytes. */
    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private String cell(Map<Field, Value> row, Field field) {
        String text = value(row, field).text();
        if (!switches.has(Option.NAME_PREFIXES)) {
            return text;
        }
        String quote = switches.has(Option.UNQUOTED) ? "" : "'";
        return PREFIX + field.id().toUpperCase(Locale.ROOT) + "=" + quote + text + quote;
    }
}
