package org.dmkit.raid.assemble;

/** dmraid's way of keeping digits out of names, so that the number of a partition can follow: 0 becomes a, 9 becomes j. */
public final class DigitLetters {
    private DigitLetters() {}

    /** The text with each decimal digit replaced by its letter. */
    public static String of(String text) {
        var letters = new StringBuilder(text);
        for (int i = 0; i < letters.length(); i++) {
            char c = letters.charAt(i);
            if (c >= '0' && c <= '9') {
                letters.setCharAt(i, (char) (c - '0' + 'a'));
            }
        }
        return letters.toString();
    }
}
