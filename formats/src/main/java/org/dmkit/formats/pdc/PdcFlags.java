package org.dmkit.formats.pdc;

/** The flags of a member. */
record PdcFlags(int bits) {
    /** Valid, online, assigned. */
    static final int GOOD = 0x07;

    private static final int ONLINE = 0x02;
    private static final int SPARE = 0x08;
    private static final int REDIRECTED = 0x20;
    private static final int DOWN = 0x40;

    boolean online() {
        return (bits & ONLINE) != 0;
    }

    boolean assigned() {
        return (bits & 0x04) != 0;
    }

    boolean spare() {
        return (bits & SPARE) != 0;
    }

    /** Being rebuilt, or replaced. */
    boolean redirected() {
        return (bits & REDIRECTED) != 0;
    }

    private boolean isDown() {
        return (bits & DOWN) != 0;
    }

    /** True if the disk must not be used at all. */
    boolean lost() {
        return isDown() || !online();
    }

    int inSync() {
        return (bits & ~(SPARE | REDIRECTED | DOWN)) | GOOD;
    }

    int rebuilding() {
        return inSync() | REDIRECTED;
    }

    /** Of a disk that was there. */
    int failed() {
        return down() & ~ONLINE;
    }

    /** Of one that was not. */
    int absent() {
        return bits & ~ONLINE;
    }

    /** What a disk that is failed says of itself, which was online. */
    int down() {
        return bits | REDIRECTED | DOWN;
    }
}
