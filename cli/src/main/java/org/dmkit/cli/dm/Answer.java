package org.dmkit.cli.dm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a verb answers.
 *
 * @param lines for people, and for scripts that read lines
 * @param fields the same for programs: texts, numbers, booleans, lists, and maps of these in the order of their fields
 * @param status of a command that was run, with which dmkit ends too
 */
public record Answer(Ending ending, List<String> lines, Map<String, Object> fields, OptionalInt status) {
    /** How it ended. */
    public enum Ending {
        DONE,
        /** It failed, and what had been done was taken back. */
        BACKED_OUT,
        /** It failed, and not all that had been done could be taken back. */
        INCOMPLETE
    }

    public Answer {
        lines = List.copyOf(lines);
    }

    /** Of what ran no command. */
    Answer(Ending ending, List<String> lines, Map<String, Object> fields) {
        this(ending, lines, fields, OptionalInt.empty());
    }

    static Answer of(List<String> lines, Map<String, Object> fields) {
        return new Answer(Ending.DONE, lines, fields);
    }

    /** With one field. */
    static Answer of(List<String> lines, String field, Object value) {
        return of(lines, fields(field, value));
    }

    /** Fields in the order given: a name, its value, a name, ... */
    static Map<String, Object> fields(Object... namesAndValues) {
        var fields = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
