package org.dmkit.cli.dmsetup;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a field holds.
 *
 * @param number of a field of numbers; of others 0
 */
record Value(String text, long number) {
    static Value of(String text) {
        return new Value(text, 0);
    }

    static Value of(long number) {
        return new Value(Long.toString(number), number);
    }

    /** Numbers by size, texts by their bytes. */
    static int compare(Field field, Value a, Value b) {
        return field.isNumber()
                ? Long.compareUnsigned(a.number(), b.number())
                : Arrays.compareUnsigned(
                        a.text().getBytes(StandardCharsets.UTF_8), b.text().getBytes(StandardCharsets.UTF_8));
    }
}
