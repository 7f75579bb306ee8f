package org.dmkit.cli;

/**
 * What the reader's terminal or file can show.
 *
 * @param unicode lines and bars; else ASCII
 * @param colour escape sequences
 */
record Style(boolean unicode, boolean colour) {
    /** Fit for any file. */
    static final Style PLAIN = new Style(false, false);

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
