package org.dmkit.cli;

import java.util.Locale;

/** Constants as words: {@code IN_SYNC} is "in sync" to people and {@code in-sync} to programs. */
final class Words {
    private Words() {}

    static String forPeople(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String forPrograms(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
