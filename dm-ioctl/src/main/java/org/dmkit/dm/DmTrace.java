package org.dmkit.dm;

import java.util.List;

/**
 * Hears of each ioctl when the kernel has answered it, on the thread that has asked. While a device is suspended what it does must
 * not wait for that device: it may not write to a file. It must not ask the device-mapper.
 */
@FunctionalInterface
public interface DmTrace {
    /** One ioctl; a request whose answer did not fit is made again and heard of again. */
    void asked(Asked ioctl);

    /**
     * An ioctl.
     *
     * @param request as linux/dm-ioctl.h names it: {@code DM_TABLE_LOAD}
     * @param device its name; empty for one that is about none
     * @param flags that went with it, as linux/dm-ioctl.h names them
     * @param errno 0 if it was done
     * @param nanoseconds in the kernel
     */
    record Asked(String request, String device, List<String> flags, int errno, long nanoseconds) {
        public Asked {
            flags = List.copyOf(flags);
        }
    }
}
