package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.dmkit.blockio.MemoryDevices;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/** Makes {@link MemoryDevice}s. */
final class SimulatedMemoryDevices implements MemoryDevices {
    private final Kernel kernel;

    SimulatedMemoryDevices(Kernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public Handle create(long sectors, byte[] content) throws IOException {
        if (sectors <= 0 || content.length > sectors * SectorStore.SECTOR) {
            throw new KernelException("LOOP_CONFIGURE", "memfd", Errno.EINVAL);
        }
        int whole = (content.length + SectorStore.SECTOR - 1) / SectorStore.SECTOR * SectorStore.SECTOR;
        return kernel.locked(() -> {
            MemoryDevice device = kernel.addMemory(sectors);
            device.open();
            if (whole > 0) {
                device.write(new Transit(), 0, MemorySegment.ofArray(Arrays.copyOf(content, whole)));
            }
            return new OpenDevice(device);
        });
    }

    private final class OpenDevice implements Handle {
        private final MemoryDevice device;
        private boolean open = true;

        OpenDevice(MemoryDevice device) {
            this.device = device;
        }

        @Override
        public DeviceNumber number() {
            return device.number();
        }

        @Override
        public void close() {
            kernel.underLock(() -> {
                if (open && device.openCount() > 0) {
                    device.close();
                }
                open = false;
            });
        }
    }
}
