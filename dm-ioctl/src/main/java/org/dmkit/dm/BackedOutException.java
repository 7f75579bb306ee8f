package org.dmkit.dm;

import java.io.IOException;

/**
 * A {@link DmTransaction} failed, for the reason that the cause tells. What it had done was taken back; where that failed too, the
 * failures are the suppressed ones.
 */
public final class BackedOutException extends IOException {
    private static final long serialVersionUID = 1;

    BackedOutException(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /** True if all is as it was before. */
    public boolean isWhole() {
        return getSuppressed().length == 0;
    }
}
