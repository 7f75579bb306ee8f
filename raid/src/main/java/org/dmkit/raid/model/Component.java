package org.dmkit.raid.model;

import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;

/** What stands in one slot of a set. */
public sealed interface Component {
    /** The slot once who stands in it is no longer to be used, and the metadata say so; another set stays what it is. */
    Component lost();

    /** The same without what the metadata call who is missing, which is theirs to say. */
    default Component unnamed() {
        return this;
    }

    /**
     * True if the metadata say that who stands here misses writes: one that is rebuilt, or is missing and marked.
     *
     * @throws IllegalStateException for another set, of which its own slots tell that
     */
    boolean isBehind();

    /**
     * A piece of a present disk.
     *
     * @param extent data sectors on the disk
     */
    record Member(DiskInfo disk, Extent extent, State state) implements Component {
        public Member withState(State newState) {
            return new Member(disk, extent, newState);
        }

        @Override
        public Missing lost() {
            return new Missing(disk.serial(), extent, true);
        }

        @Override
        public boolean isBehind() {
            return state == State.REBUILDING;
        }
    }

    /**
     * Nobody: the disk is absent, or present and failed or stale, and must not be read.
     *
     * @param label what the metadata call the disk that was there, usually its serial; may be empty
     * @param extent data sectors it had, so that another disk can take its place
     * @param marked true if the metadata already say that it is gone; false: they still call it in sync
     */
    record Missing(String label, Extent extent, boolean marked) implements Component {
        @Override
        public Missing lost() {
            return new Missing(label, extent, true);
        }

        @Override
        public Missing unnamed() {
            return new Missing("", extent, marked);
        }

        @Override
        public boolean isBehind() {
            return marked;
        }
    }

    /** Another set. */
    record Subset(RaidSet set) implements Component {
        @Override
        public Subset lost() {
            return this;
        }

        @Override
        public boolean isBehind() {
            throw new IllegalStateException("no leaf: " + this);
        }
    }

    /** How a present member stands. */
    enum State {
        IN_SYNC,
        /** Being written from the others; never a source. */
        REBUILDING
    }
}
