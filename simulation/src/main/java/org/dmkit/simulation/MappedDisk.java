package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;

/** An open mapped device. */
final class MappedDisk implements Disk {
    private final Kernel kernel;
    private final MappedDevice device;
    private boolean open = true;

    /** Opens it; the caller has the lock. */
    MappedDisk(Kernel kernel, MappedDevice device) {
        this.kernel = kernel;
        this.device = device;
        device.open();
    }

    @Override
    public DiskInfo info() {
        return kernel.locked(() -> new DiskInfo(
                "/dev/mapper/" + device.name(),
                device.sectors(),
                SectorStore.SECTOR,
                "",
                null,
                "",
                device.number(),
                device.info().readOnly()));
    }

    @Override
    public void read(long lba, MemorySegment into) throws IOException {
        kernel.transfer("pread", device, transit -> device.read(transit, lba, into));
    }

    @Override
    public void write(long lba, MemorySegment from) throws IOException {
        kernel.transfer("pwrite", device, transit -> device.write(transit, lba, from));
    }

    @Override
    public void flush() throws IOException {
        kernel.transfer("fdatasync", device, device::flush);
    }

    @Override
    public void close() {
        kernel.underLock(() -> {
            if (open && !device.isGone()) {
                device.close();
            }
            open = false;
        });
    }
}
