package org.dmkit.blockio;

import java.io.IOException;
import java.util.HexFormat;

/**
 * The text of a capture's sectors: lines {@code <lba> <count> <1024 hex digits>}, each a run of identical sectors. Writing
 * gives one line for each longest run of identical non-zero sectors, in order, digits in lower case.
 */
final class SectorText {
    private static final int HEX = 2 * SectorBuffer.SECTOR;
    private static final HexFormat FORMAT = HexFormat.of();

    private SectorText() {}

    /**
     * Reads a file's text.
     *
     * @param file its name, for messages
     * @param sectors size of the disk, that no run may exceed
     */
    static SparseSectors parse(String file, String text, long sectors) throws IOException {
        SparseSectors result = new SparseSectors();
        int number = 0;
        for (int from = 0; from < text.length(); ) {
            int newline = text.indexOf('\n', from);
            int to = newline < 0 ? text.length() : newline;
            number++;
            parseLine(file + " line " + number, text.substring(from, to), sectors, result);
            from = to + 1;
        }
        return result;
    }

    private static void parseLine(String where, String line, long sectors, SparseSectors into) throws IOException {
        int first = line.indexOf(' ');
        int second = line.indexOf(' ', first + 1);
        if (first < 0 || second < 0 || line.length() - second - 1 != HEX) {
            throw new IOException(where + ": not <lba> <count> <" + HEX + " hex digits>");
        }
        try {
            long lba = number(line, 0, first);
            long count = number(line, first + 1, second);
            if (count < 1 || count > sectors || lba > sectors - count) {
                throw new IOException(where + ": " + count + " sectors from " + lba + " on a disk of " + sectors);
            }
            if (!into.add(lba, count, FORMAT.parseHex(line, second + 1, line.length()))) {
                throw new IOException(where + ": overlaps an earlier line");
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(where + ": " + e.getMessage(), e);
        }
    }

    /** Plain decimal digits; {@link Long#parseLong} alone would take signs and other scripts' digits. */
    private static long number(String line, int from, int to) {
        for (int i = from; i < to; i++) {
            if (line.charAt(i) < '0' || line.charAt(i) > '9') {
                throw new IllegalArgumentException("no number: " + line.substring(from, to));
            }
        }
        return Long.parseLong(line, from, to, 10);
    }

    static String format(SparseSectors sectors) {
        StringBuilder text = new StringBuilder();
        sectors.forEach((lba, count, data) -> text.append(lba)
                .append(' ')
                .append(count)
                .append(' ')
                .append(FORMAT.formatHex(data))
                .append('\n'));
        return text.toString();
    }
}
