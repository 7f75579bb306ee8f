package org.dmkit.cli;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dmkit.raid.model.RefusedException;

/** A number of bytes as people type it: {@code 64K}, {@code 500MiB}, {@code 1.5T}; without a unit KiB, as mdadm has it. */
final class Amount {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,3})?) ?(s|[KMGT]?)(?:iB|B)?");
    private static final int SECTORS_IN_KIB = 2;
    private static final int STEP = 1024;

    private Amount() {}

    /** Sectors; empty for an empty text. */
    static OptionalLong sectors(String option, String text) throws RefusedException {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        Matcher m = TEXT.matcher(
                text.endsWith("s") ? text : text.toUpperCase(Locale.ROOT).replace("IB", "iB"));
        if (!m.matches()) {
            throw RefusedException.because("cli.amount", option + " " + text, "a number and one of K, M, G, T", "");
        }
        double factor = switch (m.group(2)) {
            case "s" -> 1;
            case "M" -> SECTORS_IN_KIB * (double) STEP;
            case "G" -> SECTORS_IN_KIB * (double) STEP * STEP;
            case "T" -> SECTORS_IN_KIB * (double) STEP * STEP * STEP;
            default -> SECTORS_IN_KIB;
        };
        return OptionalLong.of((long) (Double.parseDouble(m.group(1)) * factor));
    }
}
