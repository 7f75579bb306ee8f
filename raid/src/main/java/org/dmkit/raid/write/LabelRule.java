package org.dmkit.raid.write;

import java.util.List;
import java.util.regex.Pattern;
import org.dmkit.raid.model.Finding;

/**
 * Which names of their own a format's sets may have.
 *
 * @param pattern of the whole name
 * @param expected the same, for people
 */
public record LabelRule(Pattern pattern, String expected) {
    /** Letters, digits and what neither a shell nor udev changes. */
    public static LabelRule letters(int least, int most) {
        String count = least == 0 ? "at most " + most : least + " to " + most;
        return new LabelRule(
                Pattern.compile("[A-Za-z0-9_.+-]{" + least + "," + most + "}"),
                count + " letters, digits or any of _ . + -");
    }

    /**
     * What is against a name.
     *
     * @param format its short name
     */
    public List<Finding> check(String format, String label) {
        return pattern.matcher(label).matches()
                ? List.of()
                : List.of(Finding.error(format + ".name")
                        .found("\"" + label + "\"")
                        .expected(expected)
                        .remedy("take another name"));
    }
}
