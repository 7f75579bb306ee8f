package org.dmkit.blockio;

import java.io.IOException;
import org.dmkit.linux.DeviceNumber;

/**
 * Block devices in memory, for what the kernel wants on a device but nobody wants on a disk (the metadata devices of the
 * {@code raid} target). A device lives as long as something has it open: open it (load it into a table) before the
 * returned handle is closed.
 */
public interface MemoryDevices {
    /**
     * Makes a device.
     *
     * @param sectors size
     * @param content what it begins with; zeros behind
     */
    Handle create(long sectors, byte[] content) throws IOException;

    /** Keeps a new device alive until its user has opened it. */
    interface Handle extends AutoCloseable {
        DeviceNumber number();

        @Override
        void close();
    }
}
