package org.dmkit.cli.dmraid;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What {@code -c FIELD,...} may name of a thing, in the order in which abbreviations are looked up.
 *
 * @param <T> the thing
 */
record Fields<T>(List<Field<T>> fields) {
    /**
     * One field.
     *
     * @param least characters of an abbreviation
     */
    record Field<T>(String name, int least, Function<T, Object> value) {
        boolean isMeantBy(String text) {
            return text.length() >= least && name.startsWith(text);
        }
    }

    Fields {
        fields = List.copyOf(fields);
    }

    /** The values asked for; {@code *ERR*} for a field that there is not. */
    String line(T thing, List<String> wanted, char separator) {
        return wanted.stream().map(w -> value(thing, w)).collect(Collectors.joining(String.valueOf(separator)));
    }

    private String value(T thing, String wanted) {
        return fields.stream()
                .filter(f -> f.isMeantBy(wanted))
                .findFirst()
                .map(f -> String.valueOf(f.value().apply(thing)))
                .orElse("*ERR*");
    }
}
