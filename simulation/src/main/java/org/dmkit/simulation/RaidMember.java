package org.dmkit.simulation;

import org.jspecify.annotations.Nullable;

/** One slot of a running {@code raid} target. Guarded by the kernel's lock. */
final class RaidMember {
    final int slot;
    final @Nullable BlockDevice metadata;
    final @Nullable BlockDevice data;
    private boolean failed;
    private boolean inSync = true;
    private boolean givenUp;
    private long recovered;

    RaidMember(int slot, @Nullable BlockDevice metadata, @Nullable BlockDevice data) {
        this.slot = slot;
        this.metadata = metadata;
        this.data = data;
    }

    /** Can be written to. */
    boolean isPresent() {
        return data != null && !failed;
    }

    boolean isInSync() {
        return isPresent() && inSync;
    }

    /** Has the content that it should have up to this sector? */
    boolean isGood(long end) {
        return isPresent() && (inSync || end <= recovered);
    }

    boolean isRecovering() {
        return isPresent() && !inSync && !givenUp;
    }

    boolean hasFailed() {
        return failed;
    }

    long recovered() {
        return recovered;
    }

    void startRecovery(long from) {
        inSync = false;
        recovered = from;
    }

    void recoveredTo(long end) {
        recovered = end;
    }

    void finishRecovery() {
        inSync = true;
    }

    /** A source could not be read: it stays as it is. */
    void giveUp() {
        givenUp = true;
    }

    void fail() {
        failed = true;
        inSync = false;
    }

    /** See __raid_dev_status in drivers/md/dm-raid.c. */
    char letter(boolean resyncing) {
        if (data == null) {
            return '-';
        }
        if (failed) {
            return 'D';
        }
        return resyncing || !inSync ? 'a' : 'A';
    }
}
