package org.dmkit.raid;

import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;

/** What stands in one slot of a set. */
public sealed interface Component {
    /**
     * A piece of a present disk.
     *
     * @param extent data sectors on the disk
     */
    record Member(DiskInfo disk, Extent extent, State state) implements Component {
        public Member withState(State newState) {
            return new Member(disk, extent, newState);
        }
    }

    /**
     * Nobody: the disk is absent, or present and failed or stale, and must not be read.
     *
     * @param label what the metadata call the disk that was there, usually its serial; may be empty
     * @param extent data sectors it had, so that another disk can take its place
     * @param marked true if the metadata already say that it is gone; false: they still call it in sync
     */
    record Missing(String label, Extent extent, boolean marked) implements Component {}

    /** Another set. */
    record Subset(RaidSet set) implements Component {}

    /** How a present member stands. */
    enum State {
        IN_SYNC,
        /** Being written from the others; never a source. */
        REBUILDING
    }
}
