package org.dmkit.raid.format;

/** Where a format's own metadata can say that a member is lost, so that the BIOS and other programs know it too. */
public enum LossMark {
    /** On the members that are left: durable before the set goes on without the lost one. */
    ON_SURVIVORS,
    /** On the lost disk itself only, which may not answer: written where that works, and never relied on. */
    ON_LOST_DISK,
    /** Nowhere. */
    NOWHERE
}
