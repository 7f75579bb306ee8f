package org.dmkit.cli;

/**
 * A piece of text in a table or tree.
 *
 * @param text on one line; names and serials come from disks, so control characters are made visible
 */
record Cell(String text, Tone tone) {
    Cell {
        text = printable(text);
    }

    static Cell of(String text) {
        return new Cell(text, Tone.PLAIN);
    }

    static Cell strong(String text) {
        return new Cell(text, Tone.STRONG);
    }

    static Cell faint(String text) {
        return new Cell(text, Tone.FAINT);
    }

    /** Columns taken. */
    int width() {
        return text.codePointCount(0, text.length());
    }

    /** Shows control characters as {@code \xNN}: what a disk says must not steer a terminal. */
    static String printable(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        var shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                shown.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }
}
