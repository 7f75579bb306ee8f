package org.dmkit.cli;

import java.util.function.Supplier;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.linux.KernelException;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's device-mapper, opened when somebody asks for it: a scan does not, and to link the system calls takes as long as all
 * the rest of one. Not thread-safe.
 */
final class OpenedLater implements Supplier<DeviceMapper>, AutoCloseable {
    private @Nullable DeviceMapper mapper;

    @Override
    public DeviceMapper get() {
        if (mapper == null) {
            try {
                mapper = Workplace.deviceMapper();
            } catch (KernelException e) {
                mapper = NoDeviceMapper.closed(e);
            }
        }
        return mapper;
    }

    @Override
    public void close() {
        if (mapper != null) {
            mapper.close();
        }
    }
}
