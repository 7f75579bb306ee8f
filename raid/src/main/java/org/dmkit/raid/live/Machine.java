package org.dmkit.raid.live;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.MemoryDevices;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.raid.record.Journal;
import org.dmkit.raid.record.Redo;

/** What dmkit works on: a real machine, or a simulated one. Every disk bears a device number that the device-mapper knows. */
public final class Machine {
    private final Supplier<DeviceMapper> deviceMapper;
    private final MemoryDevices memoryDevices;
    private final BatchReader reader;
    private final List<Disk> disks;
    private final Map<String, Disk> byName;
    private final Optional<Journal> journal;

    /**
     * @param deviceMapper gives the same each time; not asked before something wants to know
     * @param disks open, unique by name
     * @param journal for changes whose record has no room on the disks
     */
    public Machine(
            Supplier<DeviceMapper> deviceMapper,
            MemoryDevices memoryDevices,
            BatchReader reader,
            List<Disk> disks,
            Optional<Journal> journal) {
        this.deviceMapper = deviceMapper;
        this.memoryDevices = memoryDevices;
        this.reader = reader;
        this.disks = List.copyOf(disks);
        this.byName = disks.stream()
                .collect(Collectors.toUnmodifiableMap(d -> d.info().name(), d -> d));
        this.journal = journal;
    }

    /** With a device-mapper that is open. */
    public Machine(
            DeviceMapper deviceMapper,
            MemoryDevices memoryDevices,
            BatchReader reader,
            List<Disk> disks,
            Optional<Journal> journal) {
        this(() -> deviceMapper, memoryDevices, reader, disks, journal);
    }

    /** Without a journal. */
    public Machine(DeviceMapper deviceMapper, MemoryDevices memoryDevices, BatchReader reader, List<Disk> disks) {
        this(deviceMapper, memoryDevices, reader, disks, Optional.empty());
    }

    /** The same with another journal, or with one at all. */
    public Machine with(Journal newJournal) {
        return new Machine(deviceMapper, memoryDevices, reader, disks, Optional.of(newJournal));
    }

    public DeviceMapper deviceMapper() {
        return deviceMapper.get();
    }

    public MemoryDevices memoryDevices() {
        return memoryDevices;
    }

    public BatchReader reader() {
        return reader;
    }

    public List<Disk> disks() {
        return disks;
    }

    public Optional<Journal> journal() {
        return journal;
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
        Disk disk = byName.get(name);
        if (disk == null) {
            throw new NoSuchElementException("no disk " + name);
        }
        return disk;
    }
}
