package org.dmkit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lines up cells that stand above each other. */
final class Columns {
    private static final String GAP = "  ";

    private Columns() {}

    /**
     * One line a row, without spaces at the end. The last cell of a row may be longer than its column.
     *
     * @param right columns that are aligned to the right
     */
    static List<String> align(List<List<Cell>> rows, Set<Integer> right, Style style) {
        int count = rows.stream().mapToInt(List::size).max().orElse(0);
        var widths = new int[count];
        for (List<Cell> row : rows) {
            int last = last(row);
            for (int i = 0; i <= last; i++) {
                boolean counts = i < last || right.contains(i);
                widths[i] = counts ? Math.max(widths[i], row.get(i).width()) : widths[i];
            }
        }
        var lines = new ArrayList<String>(rows.size());
        for (List<Cell> row : rows) {
            lines.add(line(row, widths, right, style));
        }
        return lines;
    }

    private static String line(List<Cell> row, int[] widths, Set<Integer> right, Style style) {
        int last = last(row);
        var line = new StringBuilder();
        for (int i = 0; i <= last; i++) {
            Cell cell = row.get(i);
            String padding = " ".repeat(Math.max(0, widths[i] - cell.width()));
            boolean toTheRight = right.contains(i);
            line.append(i == 0 || Math.max(widths[i], cell.width()) == 0 ? "" : GAP);
            line.append(toTheRight ? padding : "");
            line.append(style.paint(cell.tone(), cell.text()));
            line.append(toTheRight || i == last ? "" : padding);
        }
        return line.toString();
    }

    /** The last cell with text. */
    private static int last(List<Cell> row) {
        int last = row.size() - 1;
        while (last >= 0 && row.get(last).text().isEmpty()) {
            last--;
        }
        return last;
    }
}
