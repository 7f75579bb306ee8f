package org.dmkit.cli.dmsetup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Devices in one line: {@code NAME,UUID,MINOR,FLAGS,LINE[,LINE...][;...]}, a backslash in front of what shall not separate. Read one
 * after the other, so that those before a mistake are made.
 */
final class ConciseText {
    private static final int FIELDS = 5;

    private final String text;
    private int at;

    ConciseText(String text) {
        this.text = text;
    }

    /** A device, its table with a line break between two lines. */
    record Entry(String name, String uuid, String minor, String flags, String table) {}

    /** The next device; empty at the end. */
    Optional<Entry> next() throws Failure {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean last = at + 1 == text.length();
            if (c == '\\') {
                if (last) {
                    fields.add(field.toString());
                    throw new Failure(
                            "Backslash must be followed by another character at end of string.", parsed(fields));
                }
                field.append(text.charAt(at + 1));
                at += 2;
            } else if (c == ',' && fields.size() < FIELDS - 1) {
                at++;
                fields.add(field.toString());
                field.setLength(0);
                skipBlanks();
            } else if (c == ',') {
                at++;
                field.append('\n');
            } else if (c == ';' || last) {
                at++;
                if (c != ';') {
                    field.append(c);
                }
                fields.add(field.toString());
                return Optional.of(entry(fields));
            } else {
                at++;
                field.append(c);
            }
        }
        if (fields.isEmpty() && field.isEmpty()) {
            return Optional.empty();
        }
        fields.add(field.toString());
        throw new Failure("Incomplete entry: five comma-separated fields are required for each device", parsed(fields));
    }

    private Entry entry(List<String> fields) throws Failure {
        if (fields.size() != FIELDS) {
            throw new Failure("Five comma-separated fields are required for each device", parsed(fields));
        }
        skipBlanks();
        return new Entry(fields.get(0), fields.get(1), fields.get(2), fields.get(3), fields.get(4));
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\n\u000b\f\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static String parsed(List<String> fields) {
        var all = new ArrayList<>(fields);
        while (all.size() < FIELDS) {
            all.add("(null)");
        }
        return "Parsed " + fields.size() + " fields: name: " + all.get(0) + " uuid: " + all.get(1) + " minor: "
                + all.get(2) + " flags: " + all.get(3) + " table: " + all.get(4);
    }
}
