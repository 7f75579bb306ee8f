package org.dmkit.cli.dm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmkit.dm.DmTrace;
import org.dmkit.linux.Errno;

/**
 * Tells each ioctl. What is made while a device is suspended is told when none is any more, or in the end: whoever prints it may have
 * to wait for that device. Used by one thread.
 */
final class Trace implements DmTrace, AutoCloseable {
    private static final String SUSPEND_OR_RESUME = "DM_DEV_SUSPEND";
    private static final String SUSPEND_FLAG = "DM_SUSPEND_FLAG";

    private final Listener listener;
    private final Set<String> suspended = new HashSet<>();
    private final List<Asked> untold = new ArrayList<>();

    Trace(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void asked(Asked ioctl) {
        untold.add(ioctl);
        if (ioctl.request().equals(SUSPEND_OR_RESUME) && ioctl.flags().contains(SUSPEND_FLAG)) {
            // Also if it has failed: it is told no later than what follows.
            suspended.add(ioctl.device());
        } else if (ioctl.errno() == 0 && (ioctl.request().equals(SUSPEND_OR_RESUME) || isRemoval(ioctl))) {
            suspended.remove(ioctl.device());
        }
        if (suspended.isEmpty()) {
            tell();
        }
    }

    private static boolean isRemoval(Asked ioctl) {
        return ioctl.request().equals("DM_DEV_REMOVE");
    }

    private void tell() {
        untold.forEach(i -> listener.traced(answer(i)));
        untold.clear();
    }

    private static Answer answer(Asked ioctl) {
        String errno = ioctl.errno() == 0 ? "" : Errno.name(ioctl.errno());
        long microseconds = ioctl.nanoseconds() / 1000;
        var words = new ArrayList<String>();
        words.add(ioctl.request());
        if (!ioctl.device().isEmpty()) {
            words.add(ioctl.device());
        }
        if (!ioctl.flags().isEmpty()) {
            words.add(String.join("|", ioctl.flags()));
        }
        String line = String.join(" ", words) + ": " + (errno.isEmpty() ? "" : errno + ", ") + microseconds + " us";
        Map<String, Object> fields = Answer.fields(
                "ioctl",
                ioctl.request(),
                "device",
                ioctl.device(),
                "flags",
                ioctl.flags(),
                "errno",
                errno,
                "microseconds",
                microseconds);
        return Answer.of(List.of(line), fields);
    }

    @Override
    public void close() {
        tell();
    }
}
