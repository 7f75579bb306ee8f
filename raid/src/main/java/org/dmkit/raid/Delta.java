package org.dmkit.raid;

/**
 * The difference of two configurations of a group.
 *
 * @param before T0
 * @param after T1
 */
public record Delta(Group before, Group after) {
    /** What makes {@code after} of {@code before}. */
    public static Delta between(Group before, Group after) {
        return new Delta(before, after);
    }
}
