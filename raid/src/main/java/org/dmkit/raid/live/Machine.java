package org.dmkit.raid.live;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.MemoryDevices;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.raid.record.Journal;
import org.dmkit.raid.record.Redo;

/**
 * What dmkit works on: a real machine, or a simulated one. Every disk bears a device number that the device-mapper knows.
 *
 * @param disks open, unique by name
 * @param journal for changes whose record has no room on the disks
 */
public record Machine(
        DeviceMapper deviceMapper,
        MemoryDevices memoryDevices,
        BatchReader reader,
        List<Disk> disks,
        Optional<Journal> journal) {
    public Machine {
        disks = List.copyOf(disks);
    }

    /** Without a journal. */
    public Machine(DeviceMapper deviceMapper, MemoryDevices memoryDevices, BatchReader reader, List<Disk> disks) {
        this(deviceMapper, memoryDevices, reader, disks, Optional.empty());
    }

    /** The same with another journal, or with one at all. */
    public Machine with(Journal newJournal) {
        return new Machine(deviceMapper, memoryDevices, reader, disks, Optional.of(newJournal));
    }

    /** Where this copy of a record is kept. */
    public Disk keeper(Redo redo, Redo.Place place) {
        return place.member() == redo.journal() ? journal.orElseThrow().file() : disk(place.disk());
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
