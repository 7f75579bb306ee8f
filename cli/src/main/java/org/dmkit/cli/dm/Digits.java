package org.dmkit.cli.dm;

import java.util.OptionalLong;

/** Whole numbers as words. */
final class Digits {
    private Digits() {}

    /**
     * A number of nothing but the digits 0 to 9; empty if the word is none.
     *
     * @param most how many digits it may have, below 19
     */
    static OptionalLong of(String word, int most) {
        boolean number =
                !word.isEmpty() && word.length() <= most && word.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? OptionalLong.of(Long.parseLong(word)) : OptionalLong.empty();
    }
}
