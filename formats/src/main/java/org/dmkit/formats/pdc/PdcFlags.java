package org.dmkit.formats.pdc;

/** The flags of a member. */
record PdcFlags(int bits) {
    boolean online() {
        return (bits & 0x02) != 0;
    }

    boolean assigned() {
        return (bits & 0x04) != 0;
    }

    boolean spare() {
        return (bits & 0x08) != 0;
    }

    /** Being rebuilt, or replaced. */
    boolean redirected() {
        return (bits & 0x20) != 0;
    }

    boolean down() {
        return (bits & 0x40) != 0;
    }

    /** True if the disk must not be used at all. */
    boolean lost() {
        return down() || !online();
    }
}
