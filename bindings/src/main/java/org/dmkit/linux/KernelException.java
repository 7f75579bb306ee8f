package org.dmkit.linux;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kernel refused a call. The message reads {@code CALL OBJECT: ERRNO}, as in {@code DM_TABLE_LOAD isw_abc_Vol0: ENOMEM}, and where
 * there is a {@linkplain #reason reason} tells it behind {@code ; the kernel says: }.
 */
public final class KernelException extends IOException {
    private static final long serialVersionUID = 1;

    private final String call;
    private final String object;
    private final int errno;
    private final String request;
    private final String[] reason;

    /**
     * @param call the request, such as {@code DM_TABLE_LOAD} or {@code pread}
     * @param object what it was asked of: a device name, a path, a disk and sector
     * @param errno the positive error number
     */
    public KernelException(String call, String object, int errno) {
        this(call, object, errno, "", List.of());
    }

    /**
     * A refusal with what is known beside it.
     *
     * @param call the request, such as {@code DM_TABLE_LOAD} or {@code pread}
     * @param object what it was asked of: a device name, a path, a disk and sector
     * @param errno the positive error number
     * @param request see {@link #request}
     * @param reason see {@link #reason}
     */
    public KernelException(String call, String object, int errno, String request, List<String> reason) {
        super(Stream.concat(Stream.of(call + " " + object + ": " + Errno.name(errno)), reason.stream())
                .collect(Collectors.joining("; the kernel says: ")));
        this.call = call;
        this.object = object;
        this.errno = errno;
        this.request = request;
        this.reason = reason.toArray(String[]::new);
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

    /** The head of the request as it was sent, and the version that the kernel put into it, in a short text; empty for most calls. */
    public String request() {
        return request;
    }

    /**
     * What the kernel has written into its log from the beginning of the call until it refused: for a table mostly the only word on why.
     * Empty if it wrote nothing, and where the log may not be read. Lines of the device-mapper and of md; somebody else's call at
     * the same moment may be among them.
     */
    public List<String> reason() {
        return List.of(reason);
    }
}
