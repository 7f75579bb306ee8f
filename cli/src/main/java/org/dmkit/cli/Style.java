package org.dmkit.cli;

import java.util.function.IntSupplier;

/**
 * What the reader's terminal or file can show.
 *
 * @param unicode lines and bars; else ASCII
 * @param colour escape sequences
 * @param columns characters that fit into a line, now: a window changes its size
 */
record Style(boolean unicode, boolean colour, IntSupplier columns) {
    /** Fit for any file. */
    static final Style PLAIN = new Style(false, false);

    /** Where a line may be of any length. */
    Style(boolean unicode, boolean colour) {
        this(unicode, colour, () -> Integer.MAX_VALUE);
    }

    String paint(Tone tone, String text) {
        return colour && tone != Tone.PLAIN ? "\u001b[" + tone.code() + "m" + text + "\u001b[0m" : text;
    }

    String branch() {
        return unicode ? "├─ " : "|- ";
    }

    String lastBranch() {
        return unicode ? "└─ " : "`- ";
    }

    String trunk() {
        return unicode ? "│  " : "|  ";
    }

    /** A bar of {@code width} characters, of which {@code full} are filled. */
    String bar(int full, int width) {
        return (unicode ? "█" : "#").repeat(full) + (unicode ? "░" : "-").repeat(width - full);
    }
}
