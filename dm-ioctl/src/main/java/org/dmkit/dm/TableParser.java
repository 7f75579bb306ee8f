package org.dmkit.dm;

import java.util.ArrayList;
import java.util.List;

/** Reads a whole table, a line of it a line of text, as {@link Table#text} writes it and dmsetup(8) takes it. */
final class TableParser {
    private final List<Table.Line> lines = new ArrayList<>();
    private long next;

    private TableParser() {}

    static Table parse(String text) throws TableException {
        var parser = new TableParser();
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                parser.line(number, line);
            }
        }
        return new Table(parser.lines);
    }

    private void line(int number, String text) throws TableException {
        if (text.chars().anyMatch(c -> c < ' ' && c != '\t')) {
            throw new TableException(number, 0, "has a control character");
        }
        String[] words = text.strip().split("\\s+", 4);
        if (words.length < 3) {
            throw new TableException(number, 0, "has no START LENGTH TARGET");
        }
        long start = sectors(number, 1, words[0]);
        long length = sectors(number, 2, words[1]);
        if (start != next) {
            throw new TableException(number, 1, "starts at " + start + ", not at " + next);
        }
        if (length == 0 || length > Long.MAX_VALUE - start) {
            throw new TableException(number, 2, "a length of " + length + " sectors");
        }
        if (words[2].length() >= DmLayout.TYPE_LEN || !words[2].chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new TableException(number, 3, "not a target type: " + words[2]);
        }
        next = start + length;
        lines.add(new Table.Line(start, length, DmTarget.parse(words[2], words.length > 3 ? words[3] : "")));
    }

    private static long sectors(int line, int word, String text) throws TableException {
        if (!text.matches("[0-9]{1,18}")) {
            throw new TableException(line, word, "not a number of sectors: " + text);
        }
        return Long.parseLong(text);
    }
}
