package org.dmkit.raid.format;

/** What may be asked for of a set whose format can be written; the commands have these names. */
public enum Verb {
    /** A disk becomes a spare. */
    SPARE,
    /** A member is taken out of use. */
    FAIL,
    /** A new disk takes a member's place. */
    REPLACE,
    /** A spare or a failed disk leaves, and its metadata are erased. */
    REMOVE,
    /** A disk, or a spare, takes a lost member's place. */
    REBUILD
}
