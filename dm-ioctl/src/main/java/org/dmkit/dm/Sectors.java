package org.dmkit.dm;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and offsets as people write them, in sectors of 512 bytes. */
public final class Sectors {
    private static final Pattern TEXT =
            Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,6})?)(s?|([KMGTP])(?:iB)?)", Pattern.CASE_INSENSITIVE);

    private Sectors() {}

    /**
     * Reads {@code 10MiB}, {@code 1.5G}, {@code 2048s} or {@code 2048}: a number of sectors without a unit or with {@code s}, else of
     * KiB, MiB, GiB, TiB, PiB, of which one letter is enough.
     *
     * @throws IllegalArgumentException if it is anything else, or not a whole number of sectors
     */
    public static long of(String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("not a size: " + text + " (2048, 2048s, 64KiB, 10MiB, 1.5GiB)");
        }
        String unit = m.group(3);
        int power = unit == null ? 0 : 10 * (1 + "KMGTP".indexOf(Character.toUpperCase(unit.charAt(0)))) - 9;
        try {
            return new BigDecimal(m.group(1))
                    .multiply(BigDecimal.valueOf(1L << power))
                    .longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("not a whole number of sectors, or too large: " + text, e);
        }
    }
}
