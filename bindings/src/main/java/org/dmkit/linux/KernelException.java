package org.dmkit.linux;

import java.io.IOException;

/** The kernel refused a call. The message reads {@code CALL OBJECT: ERRNO}, as in {@code DM_TABLE_LOAD isw_abc_Vol0: ENOMEM}. */
public final class KernelException extends IOException {
    private static final long serialVersionUID = 1;

    private final String call;
    private final String object;
    private final int errno;

    /**
     * @param call the request, such as {@code DM_TABLE_LOAD} or {@code pread}
     * @param object what it was asked of: a device name, a path, a disk and sector
     * @param errno the positive error number
     */
    public KernelException(String call, String object, int errno) {
        super(call + " " + object + ": " + Errno.name(errno));
        this.call = call;
        this.object = object;
        this.errno = errno;
    }

    public String call() {
        return call;
    }

    public String object() {
        return object;
    }

    /** The positive error number, one of {@link Errno}. */
    public int errno() {
        return errno;
    }
}
