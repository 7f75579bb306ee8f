package org.dmkit.cli.dm;

import java.util.List;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;

/** Keys in the parameters of targets, which are not shown unless that is asked for. */
public final class Keys {
    private static final List<String> OF_INTEGRITY = List.of("internal_hash:", "journal_crypt:", "journal_mac:");

    private Keys() {}

    /** The parameters with zeros for what may be a key. One that the kernel keeps, and only names, stays. */
    public static String hidden(String type, String parameters) {
        return switch (type) {
            case "crypt" -> {
                int key = parameters.indexOf(' ') + 1;
                yield key == 0 || parameters.startsWith(":", key) ? parameters : zeros(parameters, key);
            }
            case "integrity" -> {
                String text = parameters;
                for (String name : OF_INTEGRITY) {
                    text = hiddenBehind(text, name);
                }
                yield text;
            }
            default -> parameters;
        };
    }

    /** The same table, as it may be shown. */
    static Table hidden(Table table) {
        return new Table(table.lines().stream()
                .map(l -> new Table.Line(l.start(), l.length(), hidden(l.target())))
                .toList());
    }

    private static DmTarget hidden(DmTarget target) {
        return target instanceof DmTarget.Generic g
                ? new DmTarget.Generic(g.type(), hidden(g.type(), g.parameters()))
                : target;
    }

    /** {@code NAME:ALGORITHM[:KEY]}. */
    private static String hiddenBehind(String text, String name) {
        int at = text.indexOf(name);
        if (at < 0) {
            return text;
        }
        int end = at + name.length();
        while (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != ':') {
            end++;
        }
        return end < text.length() && text.charAt(end) == ':' ? zeros(text, end + 1) : text;
    }

    private static String zeros(String text, int from) {
        int blank = text.indexOf(' ', from);
        int end = blank < 0 ? text.length() : blank;
        return text.substring(0, from) + "0".repeat(end - from) + text.substring(end);
    }
}
