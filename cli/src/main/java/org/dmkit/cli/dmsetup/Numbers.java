package org.dmkit.cli.dmsetup;

import java.math.BigInteger;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as the C library reads them. */
final class Numbers {
    private static final Pattern DECIMAL = Pattern.compile("\\s*([+-]?[0-9]+).*", Pattern.DOTALL);
    private static final Pattern ANY_BASE = Pattern.compile("\\s*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)");
    private static final Pattern OCTAL = Pattern.compile("\\s*[+-]?[0-7]+");
    private static final BigInteger LARGEST =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    private Numbers() {}

    /** As {@code atoi}: what is in front; 0 if nothing is. */
    static int leading(String text) {
        Matcher m = DECIMAL.matcher(text);
        if (!m.matches()) {
            return 0;
        }
        var largest = BigInteger.valueOf(Long.MAX_VALUE);
        var smallest = BigInteger.valueOf(Long.MIN_VALUE);
        return new BigInteger(m.group(1)).min(largest).max(smallest).intValue();
    }

    /** As {@code strtoull} with base 10, of all the text; empty if it is no number or too large. */
    static OptionalLong unsigned(String text) {
        if (!text.matches("\\s*[+-]?[0-9]+")) {
            return OptionalLong.empty();
        }
        var number = new BigInteger(text.strip());
        return number.abs().compareTo(LARGEST) > 0 ? OptionalLong.empty() : OptionalLong.of(number.longValue());
    }

    /** As {@code strtoul} with base 0, of all the text; empty if it is no number of 32 bits, or 0. */
    static OptionalInt cookie(String text) {
        Matcher m = ANY_BASE.matcher(text);
        if (!m.matches()) {
            return OptionalInt.empty();
        }
        String digits = m.group(2);
        BigInteger number = digits.startsWith("0x") || digits.startsWith("0X")
                ? new BigInteger(digits.substring(2), 16)
                : new BigInteger(digits, digits.startsWith("0") ? 8 : 10);
        if (m.group(1).equals("-")) {
            number = number.negate().and(LARGEST);
        }
        return number.signum() == 0 || number.bitLength() > Integer.SIZE
                ? OptionalInt.empty()
                : OptionalInt.of(number.intValue());
    }

    /** As {@code strtol} with base 8, of all the text; empty if it is no number of 32 bits, or 0. */
    static OptionalInt octal(String text) {
        if (!OCTAL.matcher(text).matches()) {
            return OptionalInt.empty();
        }
        int number = new BigInteger(text.strip(), 8).intValue();
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
