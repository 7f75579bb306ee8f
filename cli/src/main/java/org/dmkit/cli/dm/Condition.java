package org.dmkit.cli.dm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a field of a device, or of one of its targets, has to be.
 *
 * @param field as {@code info} and {@code status} have it in JSON, with a dot for what is inside another: {@code raid.health}
 */
record Condition(String field, boolean equal, String value) {
    private static final Pattern TEXT = Pattern.compile("([A-Za-z.-]+)(!?=)(.*)");

    /** Reads {@code FIELD=VALUE} or {@code FIELD!=VALUE}. */
    static Condition of(String text) throws Misuse {
        Matcher m = TEXT.matcher(text);
        if (!m.matches()) {
            throw new Misuse("not FIELD=VALUE or FIELD!=VALUE: " + text);
        }
        return new Condition(m.group(1), m.group(2).equals("="), m.group(3));
    }

    /** Whether it is so: of several targets one has to be it, or none may. */
    boolean holds(List<Map<String, Object>> facts) {
        return values(facts).contains(value) == equal;
    }

    /** What the field is now; of several targets, each. */
    List<String> values(List<Map<String, Object>> facts) {
        var values = new ArrayList<String>();
        for (Map<String, Object> each : facts) {
            Object found = each;
            for (String name : field.split("\\.", -1)) {
                found = found instanceof Map<?, ?> m && m.get(name) != null ? m.get(name) : "";
            }
            if (!(found instanceof Map) && !found.equals("")) {
                values.add(found.toString());
            }
        }
        return values;
    }

    /** All that can be asked. */
    static List<String> fields(List<Map<String, Object>> facts) {
        var names = new ArrayList<String>();
        facts.forEach(f -> f.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                inner.keySet().forEach(k -> names.add(name + "." + k));
            } else {
                names.add(name);
            }
        }));
        return names.stream().distinct().toList();
    }
}
