package org.dmkit.formats.nvidia;

import java.util.Arrays;
import java.util.Optional;

/** What a set is busy with (raidJobCode). */
enum NvidiaJob {
    IDLE(0),
    /** A first synchronisation. */
    INIT(2),
    /** A member is written from the others. */
    REBUILD(3),
    /** Another level or width: data lie in two layouts. */
    MIGRATE(4),
    /** All members have to be made equal. */
    SYNC(5);

    private final int code;

    NvidiaJob(int code) {
        this.code = code;
    }

    static Optional<NvidiaJob> of(int code) {
        return Arrays.stream(values()).filter(j -> j.code == code).findFirst();
    }

    int code() {
        return code;
    }
}
