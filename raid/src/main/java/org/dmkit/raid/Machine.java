package org.dmkit.raid;

import java.util.List;
import java.util.NoSuchElementException;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.MemoryDevices;
import org.dmkit.dm.DeviceMapper;

/**
 * What dmkit works on: a real machine, or a simulated one. Every disk bears a device number that the device-mapper knows.
 *
 * @param disks open, unique by name
 */
public record Machine(DeviceMapper deviceMapper, MemoryDevices memoryDevices, BatchReader reader, List<Disk> disks) {
    public Machine {
        disks = List.copyOf(disks);
    }

    /** The open disk for this description. */
    public Disk disk(DiskInfo info) {
        return disk(info.name());
    }

    /** The open disk of this name. */
    public Disk disk(String name) {
        return disks.stream()
                .filter(d -> d.info().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no disk " + name));
    }
}
