package org.dmkit.formats.asr;

/** How the state in a disk's line lets it be used: the main state is the low nibble, the high one says what is under way. */
enum Standing {
    /** Optimal. */
    IN_SYNC,
    /** The array is being built for the first time. */
    BUILDING,
    /** Degraded, rebuilding or uninitialized: it must not be read. */
    BEHIND,
    /** Failed, replaced, unconfigured, or a state that nobody knows: it must not be touched. */
    OUT;

    /** This state alone keeps dmraid from seeing the disk at all. */
    static final int FAILED = 3;

    static final int OPTIMAL = 0;
    static final int REBUILDING = 0x20;

    private static final int DEGRADED = 1;
    private static final int UNINITIALIZED = 0x0a;
    private static final int FIRST_BUILD = 0x10;

    static Standing of(int raidstate) {
        int under = raidstate & 0xf0;
        int main = raidstate & 0x0f;
        boolean usable = main == OPTIMAL || main == DEGRADED || main == UNINITIALIZED;
        if (!usable || (under != 0 && under != FIRST_BUILD && under != REBUILDING)) {
            return OUT;
        }
        if (main != OPTIMAL || under == REBUILDING) {
            return BEHIND;
        }
        return under == FIRST_BUILD ? BUILDING : IN_SYNC;
    }
}
