package org.dmkit.cli;

import java.util.Locale;

/** Sizes for people, in binary units. */
final class Size {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Size() {}

    /** A number of 512-byte sectors: {@code 465.8 GiB}, {@code 64 KiB}; whole numbers without a decimal. */
    static String ofSectors(long sectors) {
        if (sectors == 1) {
            return "512 B";
        }
        double value = sectors / 2.0;
        int unit = 0;
        // 1023.95 would be shown as 1024.0
        while (value >= 1023.95 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        String digits =
                value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
        return digits + " " + UNITS[unit];
    }
}
