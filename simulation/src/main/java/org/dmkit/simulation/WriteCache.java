package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A disk's volatile cache over its durable content. When it is full the oldest sectors go to the medium. Not thread-safe. */
final class WriteCache {
    /** 16 MiB. */
    private static final int CAPACITY = 1 << 15;

    private final SectorStore store;
    private final Deque<Pending> order;
    private final Map<Long, Pending> latest = new HashMap<>();

    WriteCache(SectorStore store) {
        this(store, List.of());
    }

    private WriteCache(SectorStore store, Iterable<Pending> pending) {
        this.store = store;
        this.order = new ArrayDeque<>();
        pending.forEach(this::add);
    }

    void read(long lba, MemorySegment into) throws IOException {
        store.read(lba, into);
        if (latest.isEmpty()) {
            return;
        }
        for (long offset = 0; offset < into.byteSize(); offset += SectorStore.SECTOR) {
            Pending pending = latest.get(lba + offset / SectorStore.SECTOR);
            if (pending != null) {
                pending.copyTo(into, offset);
            }
        }
    }

    void write(long lba, MemorySegment from) throws IOException {
        MemorySegment durable = durable(lba, from.byteSize());
        for (long offset = 0; offset < from.byteSize(); ) {
            long differs =
                    offset + equalSectors(from.asSlice(offset), durable.asSlice(Math.min(offset, durable.byteSize())));
            for (; offset < differs && !latest.isEmpty(); offset += SectorStore.SECTOR) {
                if (latest.containsKey(lba + offset / SectorStore.SECTOR)) {
                    add(pending(lba, from, offset));
                }
            }
            offset = differs;
            if (offset < from.byteSize()) {
                add(pending(lba, from, offset));
                offset += SectorStore.SECTOR;
            }
        }
        while (order.size() > CAPACITY) {
            Pending oldest = order.removeFirst();
            oldest.copyTo(store);
            latest.remove(oldest.lba(), oldest);
        }
    }

    /**
     * What is on the medium, if that costs nothing to know; else nothing. A sector that is written as it is there already needs no
     * place in the cache: lost or not is the same.
     */
    private MemorySegment durable(long lba, long bytes) throws IOException {
        if (!(store instanceof MemoryStore)) {
            return MemorySegment.NULL;
        }
        MemorySegment content = MemorySegment.ofArray(new byte[Math.toIntExact(bytes)]);
        store.read(lba, content);
        return content;
    }

    /** The length of the whole sectors at the beginning of both that are the same, in bytes. */
    private static long equalSectors(MemorySegment one, MemorySegment other) {
        long differs = one.mismatch(other);
        long equal = differs < 0 ? one.byteSize() : differs;
        return equal - equal % SectorStore.SECTOR;
    }

    private static Pending pending(long lba, MemorySegment from, long offset) {
        byte[] content = from.asSlice(offset, SectorStore.SECTOR).toArray(ValueLayout.JAVA_BYTE);
        return new Pending(lba + offset / SectorStore.SECTOR, content);
    }

    private void add(Pending pending) {
        order.addLast(pending);
        latest.put(pending.lba(), pending);
    }

    void flush() throws IOException {
        for (Pending pending : order) {
            pending.copyTo(store);
        }
        forget();
        store.flush();
    }

    List<Pending> unflushed() {
        return new ArrayList<>(order);
    }

    void powerCut(Predicate<Pending> survives) throws IOException {
        for (Pending pending : order) {
            if (survives.test(pending)) {
                pending.copyTo(store);
            }
        }
        forget();
    }

    /** The same unflushed sectors over another store. */
    WriteCache over(SectorStore other) {
        return new WriteCache(other, order);
    }

    private void forget() {
        order.clear();
        latest.clear();
    }
}
