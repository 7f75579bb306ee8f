package org.dmkit.cli.document;

import org.dmkit.raid.model.RefusedException;

/**
 * Where something stands in a file that somebody has written.
 *
 * @param file as it was named
 * @param line from 1
 * @param column in characters, from 1
 */
public record FilePlace(String file, int line, int column) {
    /** What stands here may not be. */
    public RefusedException refusal(String code, String found, String expected, String remedy) {
        return RefusedException.because(code, this + ": " + found, expected, remedy);
    }

    /** The same refusal, of what stands here. */
    public RefusedException refusal(RefusedException why) {
        return new RefusedException(why.findings().stream()
                .map(f -> f.found(this + ": " + f.found()))
                .toList());
    }

    /** What stands here is not understood. */
    public MisreadException misread(String why) {
        return new MisreadException(this, why);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
