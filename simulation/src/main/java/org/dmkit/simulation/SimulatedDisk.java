package org.dmkit.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/**
 * A disk with a volatile write cache that can lose its power, fail and come back. What is written becomes durable with
 * {@link #flush}; until then {@link #powerCut} may lose any of it, sector by sector. The cache holds 16 MiB; as in a real
 * disk, the oldest sectors become durable on their own when it is full.
 *
 * <p>Safe for use by several threads.
 */
public final class SimulatedDisk implements Disk {
    private final DiskInfo info;
    private final SectorStore store;
    private final WriteCache cache;
    private final List<Extent> unwritable = new ArrayList<>();
    private final List<Extent> unreadable = new ArrayList<>();
    private int failure;
    private boolean readOnly;
    private volatile Observer observer = operation -> {};

    private SimulatedDisk(DiskInfo info, SectorStore store, WriteCache cache) {
        this.info = info;
        this.store = store;
        this.cache = cache;
        this.readOnly = info.readOnly();
    }

    /** A disk in memory that reads as zeros; only what is written takes space. */
    public static SimulatedDisk inMemory(DiskInfo info) {
        var store = new MemoryStore(info.sectors(), null);
        return new SimulatedDisk(info, store, new WriteCache(store));
    }

    /** As {@link #inMemory(DiskInfo)}: 512-byte sectors, and a serial equal to the name. */
    public static SimulatedDisk inMemory(String name, long sectors) {
        return inMemory(new DiskInfo(name, sectors, SectorStore.SECTOR, name, null, "", null, false));
    }

    /** A cache in front of another disk: that disk changes when this one is flushed. Closing closes both. */
    public static SimulatedDisk over(Disk disk) {
        var store = new BackingStore(disk);
        return new SimulatedDisk(disk.info(), store, new WriteCache(store));
    }

    /** Begins with another disk's content and keeps its own changes in memory: that disk is only read. */
    public static SimulatedDisk copyOnWrite(Disk disk) {
        return copyOnWrite(disk, disk.info().name());
    }

    /** The same, called otherwise. */
    public static SimulatedDisk copyOnWrite(Disk disk, String name) {
        return copyOnWrite(disk, name, false);
    }

    /** Has another disk's content, and is write-protected. */
    public static SimulatedDisk readOnly(Disk disk) {
        return copyOnWrite(disk, disk.info().name(), true);
    }

    private static SimulatedDisk copyOnWrite(Disk disk, String name, boolean readOnly) {
        DiskInfo i = disk.info();
        var info =
                new DiskInfo(name, i.sectors(), i.sectorSize(), i.serial(), i.wwn(), i.model(), i.number(), readOnly);
        var store = new MemoryStore(i.sectors(), disk);
        return new SimulatedDisk(info, store, new WriteCache(store));
    }

    /**
     * An independent disk in memory, in the same state: durable content, what is unflushed, and failures. Nobody observes it.
     */
    public synchronized SimulatedDisk copy() {
        SectorStore twinStore = store.copy();
        var twin = new SimulatedDisk(info, twinStore, cache.over(twinStore));
        twin.unwritable.addAll(unwritable);
        twin.unreadable.addAll(unreadable);
        twin.failure = failure;
        twin.readOnly = readOnly;
        return twin;
    }

    @Override
    public DiskInfo info() {
        return info;
    }

    @Override
    public synchronized void read(long lba, MemorySegment into) throws IOException {
        Extent extent = extent("pread", lba, into);
        refuse("pread", extent, unreadable);
        cache.read(lba, into);
    }

    @Override
    public void write(long lba, MemorySegment from) throws IOException {
        Extent extent = extent("pwrite", lba, from);
        // Before our own lock: an observer may ask for the machine's.
        var operation = new Operation.Write(info.name(), extent);
        observer.about(operation);
        synchronized (this) {
            refuse("pwrite", extent, unwritable);
            if (readOnly) {
                throw new KernelException("pwrite", describe(extent), Errno.EPERM);
            }
            cache.write(lba, from);
            heal(extent);
        }
        observer.done(operation);
    }

    @Override
    public void flush() throws IOException {
        var operation = new Operation.Flush(info.name());
        observer.about(operation);
        synchronized (this) {
            if (failure != 0) {
                throw new KernelException("fdatasync", info.name(), failure);
            }
            cache.flush();
        }
        observer.done(operation);
    }

    /** Flushes, and closes the disk behind this one. One in memory keeps its content and can be used again. */
    @Override
    public synchronized void close() {
        try {
            cache.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            store.close();
        }
    }

    /** What a power cut could lose now, in the order in which it was written. */
    public synchronized List<Pending> unflushed() {
        return cache.unflushed();
    }

    /**
     * The sectors whose durable content is not as on an earlier copy of this disk, by number. Costs little where the two have been
     * copied from one another.
     *
     * @throws IllegalArgumentException if one of them does not keep its content in memory, or they differ in size
     */
    public synchronized SortedMap<Long, byte[]> differing(SimulatedDisk earlier) throws IOException {
        if (store instanceof MemoryStore here
                && earlier.store instanceof MemoryStore there
                && info.sectors() == earlier.info.sectors()) {
            return here.differing(there);
        }
        throw new IllegalArgumentException(info.name() + " and " + earlier.info.name() + " can't be compared");
    }

    /** The power goes and comes back: of what was not flushed only what {@code survives} accepts is there. */
    public synchronized void powerCut(Predicate<Pending> survives) {
        try {
            cache.powerCut(survives);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that follows fails with EIO. */
    public void fail() {
        fail(Errno.EIO);
    }

    /** All that follows fails with this error number. */
    public synchronized void fail(int errno) {
        failure = errno;
    }

    /** Writes that touch these sectors fail with EIO. */
    public synchronized void failWritesAt(Extent extent) {
        unwritable.add(extent);
    }

    /** Reads that touch these sectors fail with EIO, until they are written again. */
    public synchronized void failReadsAt(Extent extent) {
        unreadable.add(extent);
    }

    /** Writes fail with EPERM, or no longer. */
    public synchronized void setReadOnly(boolean readOnly) {
        this.readOnly = readOnly;
    }

    /** Takes all failures back. Content is what it was. */
    public synchronized void restore() {
        failure = 0;
        unwritable.clear();
        unreadable.clear();
    }

    /**
     * Calls the observer, on the thread that does it, before every write and flush and after it. When it throws before, the
     * operation does not happen. One observer at a time.
     */
    public void onOperation(Observer newObserver) {
        observer = newObserver;
    }

    private void refuse(String call, Extent extent, List<Extent> bad) throws KernelException {
        if (failure != 0) {
            throw new KernelException(call, describe(extent), failure);
        }
        for (Extent b : bad) {
            if (b.overlaps(extent)) {
                throw new KernelException(call, describe(extent), Errno.EIO);
            }
        }
    }

    /** A disk maps a bad sector elsewhere when it is written. */
    private void heal(Extent written) {
        for (Extent bad : List.copyOf(unreadable)) {
            if (bad.overlaps(written)) {
                unreadable.remove(bad);
                if (bad.lba() < written.lba()) {
                    unreadable.add(new Extent(bad.lba(), written.lba() - bad.lba()));
                }
                if (bad.end() > written.end()) {
                    unreadable.add(new Extent(written.end(), bad.end() - written.end()));
                }
            }
        }
    }

    private Extent extent(String call, long lba, MemorySegment segment) throws KernelException {
        long count = segment.byteSize() / SectorStore.SECTOR;
        if (segment.byteSize() % SectorStore.SECTOR != 0 || count == 0 || lba < 0 || lba + count > info.sectors()) {
            throw new KernelException(call, info.name() + " sector " + lba + "+" + count, Errno.EINVAL);
        }
        return new Extent(lba, count);
    }

    private String describe(Extent extent) {
        return info.name() + " sector " + extent.lba();
    }
}
