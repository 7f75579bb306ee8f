package org.dmkit.dm;

/** A text that is no table. The message begins with the place: {@code line 2, word 1: starts at 50, not at 100}. */
public final class TableException extends Exception {
    private static final long serialVersionUID = 1;

    private final int line;
    private final int word;

    /**
     * @param line from 1
     * @param word in that line, from 1; 0 if it is about the whole line
     */
    public TableException(int line, int word, String reason) {
        super("line " + line + (word == 0 ? "" : ", word " + word) + ": " + reason);
        this.line = line;
        this.word = word;
    }

    /** From 1. */
    public int line() {
        return line;
    }

    /** In that line, from 1; 0 if it is about the whole line. */
    public int word() {
        return word;
    }
}
