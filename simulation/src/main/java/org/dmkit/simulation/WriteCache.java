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
        byte[] durable = durable(lba, from.byteSize());
        for (long offset = 0; offset < from.byteSize(); offset += SectorStore.SECTOR) {
            if (durable.length > 0
                    && !latest.containsKey(lba + offset / SectorStore.SECTOR)
                    && MemorySegment.mismatch(
                                    from,
                                    offset,
                                    offset + SectorStore.SECTOR,
                                    MemorySegment.ofArray(durable),
                                    offset,
                                    offset + SectorStore.SECTOR)
                            < 0) {
                continue;
            }
            byte[] content = from.asSlice(offset, SectorStore.SECTOR).toArray(ValueLayout.JAVA_BYTE);
            add(new Pending(lba + offset / SectorStore.SECTOR, content));
        }
        while (order.size() > CAPACITY) {
            Pending oldest = order.removeFirst();
            oldest.copyTo(store);
            latest.remove(oldest.lba(), oldest);
        }
    }

    /**
     * What is on the medium, if that costs nothing to know. A sector that is written as it is there already needs no place in the
     * cache: lost or not is the same.
     */
    private byte[] durable(long lba, long bytes) throws IOException {
        if (!(store instanceof MemoryStore)) {
            return new byte[0];
        }
        byte[] content = new byte[Math.toIntExact(bytes)];
        store.read(lba, MemorySegment.ofArray(content));
        return content;
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
