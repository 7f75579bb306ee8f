package org.dmkit.cli;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** Which tables a set is mapped with. */
enum TableProfile {
    /** Those that dmraid makes. */
    CLASSIC,
    /** The kernel's {@code raid} target where there is redundancy. */
    MODERN;

    /** The word on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #word}. */
    static TableProfile parse(String word) {
        return Arrays.stream(values())
                .filter(p -> p.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("there is no table profile " + word));
    }
}
