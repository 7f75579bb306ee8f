package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dmkit.cli.dm.Lower.Found;
import org.dmkit.dm.Sectors;
import org.dmkit.dm.Table;
import org.dmkit.dm.TableException;

/**
 * A table as people type it, made the text that the kernel takes: line by line either {@code START LENGTH TARGET PARAMETERS}, where
 * start and length may have units, or the short form {@code linear:DEVICE[+OFFSET][..END]}, {@code
 * striped:CHUNK:DEVICE[+OFFSET][..END],...}, {@code zero:LENGTH}, {@code error:LENGTH}, which begins where the line before ends. A
 * semicolon with a blank behind it ends a line too, as plans print tables.
 */
final class TableText {
    private static final Pattern SHORT = Pattern.compile("(linear|striped|zero|error):(.*)");
    private static final String SIZE = "[0-9]+(?:\\.[0-9]+)?(?:s|[KMGTPkmgtp](?:iB)?)?";
    private static final Pattern PIECE = Pattern.compile("(.+?)(?:\\+(" + SIZE + "))?(?:\\.\\.(" + SIZE + "|end))?");

    private final Lower lower;
    private long next;

    private TableText(Lower lower) {
        this.lower = lower;
    }

    /** A part of a device. */
    private record Piece(String device, long offset, long length) {}

    /** Reads it. Sizes of devices that the short form leaves out are looked up. */
    static Table read(String text, Lower lower) throws TableException, IOException {
        var reading = new TableText(lower);
        var plain = new ArrayList<String>();
        for (String line : List.of(text.split("\\R|;(?:\\s+|$)", -1))) {
            plain.add(line.isBlank() || line.startsWith("#") ? "" : reading.line(plain.size() + 1, line));
        }
        return Table.parse(String.join("\n", plain));
    }

    private String line(int number, String line) throws TableException, IOException {
        Matcher m = SHORT.matcher(line.strip());
        if (m.matches()) {
            long start = next;
            String rest = expand(number, m.group(1), m.group(2));
            return start + " " + rest;
        }
        String[] words = line.strip().split("\\s+", 3);
        if (words.length < 3) {
            return line;
        }
        long start = size(number, 1, words[0]);
        long length = size(number, 2, words[1]);
        next = start + length;
        return start + " " + length + " " + words[2];
    }

    /** All behind the start; moves on to where it ends. */
    private String expand(int line, String type, String words) throws TableException, IOException {
        switch (type) {
            case "linear" -> {
                Piece piece = piece(line, words);
                next += piece.length();
                return piece.length() + " linear " + piece.device() + " " + piece.offset();
            }
            case "striped" -> {
                return striped(line, words);
            }
            default -> {
                long length = size(line, 1, words);
                next += length;
                return length + " " + type;
            }
        }
    }

    private String striped(int line, String words) throws TableException, IOException {
        int colon = words.indexOf(':');
        if (colon < 0) {
            throw new TableException(line, 1, "not striped:CHUNK:DEVICE,DEVICE: striped:" + words);
        }
        long chunk = size(line, 1, words.substring(0, colon));
        var pieces = new ArrayList<Piece>();
        for (String each : List.of(words.substring(colon + 1).split(",", -1))) {
            pieces.add(piece(line, each));
        }
        if (chunk == 0) {
            throw new TableException(line, 1, "a chunk of 0 sectors");
        }
        long shortest = pieces.stream().mapToLong(Piece::length).min().orElseThrow();
        long each = shortest - shortest % chunk;
        if (each == 0 || each > Long.MAX_VALUE / pieces.size()) {
            throw new TableException(line, 1, "the shortest piece has no whole chunk of " + chunk + " sectors");
        }
        next += each * pieces.size();
        var text = new StringBuilder().append(each * pieces.size()).append(" striped ");
        text.append(pieces.size()).append(' ').append(chunk);
        pieces.forEach(p -> text.append(' ').append(p.device()).append(' ').append(p.offset()));
        return text.toString();
    }

    private Piece piece(int line, String words) throws TableException, IOException {
        Matcher m = PIECE.matcher(words);
        if (!m.matches()) {
            throw new TableException(line, 1, "names no device: " + words);
        }
        String device = m.group(1);
        Found found =
                lower.find(device).orElseThrow(() -> new TableException(line, 1, "there is no block device " + device));
        long offset = m.group(2) == null ? 0 : size(line, 1, m.group(2));
        long end = m.group(3) == null || m.group(3).equals("end") ? found.sectors() : size(line, 1, m.group(3));
        if (offset >= end) {
            throw new TableException(
                    line, 1, device + " from sector " + offset + " to " + end + ": nothing is left of it");
        }
        return new Piece(found.ref().text(), offset, end - offset);
    }

    private static long size(int line, int word, String text) throws TableException {
        try {
            return Sectors.of(text);
        } catch (IllegalArgumentException e) {
            throw new TableException(line, word, String.valueOf(e.getMessage()));
        }
    }
}
