package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dmkit.blockio.Disk;
import org.jspecify.annotations.Nullable;

/**
 * Sectors in memory: only what was written takes space, the rest reads from a base disk or as zeros. Copies share what neither has
 * written since. Not thread-safe, but copies may be used by different threads.
 */
final class MemoryStore implements SectorStore {
    private static final int CHUNK_SECTORS = 8;
    private static final int CHUNK_BYTES = CHUNK_SECTORS * SECTOR;

    private final @Nullable Disk base;
    private final long sectors;
    private final Map<Long, byte[]> chunks;

    /** Of {@link #chunks} those that no copy has too. */
    private final Set<Long> own = new HashSet<>();

    MemoryStore(long sectors, @Nullable Disk base) {
        this(sectors, base, new HashMap<>());
    }

    private MemoryStore(long sectors, @Nullable Disk base, Map<Long, byte[]> chunks) {
        this.sectors = sectors;
        this.base = base;
        this.chunks = chunks;
    }

    @Override
    public void read(long lba, MemorySegment into) throws IOException {
        long bytes = into.byteSize();
        long start = lba * SECTOR;
        for (long done = 0; done < bytes; ) {
            byte[] chunk = chunks.get((start + done) / CHUNK_BYTES);
            long length = untilNext(start + done, bytes - done);
            if (chunk != null) {
                long within = (start + done) % CHUNK_BYTES;
                into.asSlice(done, length).copyFrom(MemorySegment.ofArray(chunk).asSlice(within, length));
            } else {
                // All chunks in a row that are not here at once: most of a disk was never written.
                while (done + length < bytes && !chunks.containsKey((start + done + length) / CHUNK_BYTES)) {
                    length += untilNext(start + done + length, bytes - done - length);
                }
                readBase(lba + done / SECTOR, into.asSlice(done, length));
            }
            done += length;
        }
    }

    /** How many bytes of the chunk there are from this position on, or of what is left. */
    private static long untilNext(long position, long left) {
        return Math.min(left, CHUNK_BYTES - position % CHUNK_BYTES);
    }

    private void readBase(long lba, MemorySegment into) throws IOException {
        if (base == null) {
            into.fill((byte) 0);
        } else {
            AlignedIo.read(base, lba, into);
        }
    }

    @Override
    public void write(long lba, MemorySegment from) throws IOException {
        long bytes = from.byteSize();
        for (long done = 0; done < bytes; ) {
            long position = lba * SECTOR + done;
            int within = (int) (position % CHUNK_BYTES);
            int length = (int) Math.min(bytes - done, CHUNK_BYTES - within);
            MemorySegment.copy(from, ValueLayout.JAVA_BYTE, done, chunk(position / CHUNK_BYTES), within, length);
            done += length;
        }
    }

    private byte[] chunk(long index) throws IOException {
        byte[] chunk = chunks.get(index);
        if (chunk != null && own.contains(index)) {
            return chunk;
        }
        if (chunk != null) {
            chunk = chunk.clone();
        } else {
            chunk = new byte[CHUNK_BYTES];
            if (base != null) {
                long first = index * CHUNK_SECTORS;
                long count = Math.min(CHUNK_SECTORS, sectors - first);
                AlignedIo.read(base, first, MemorySegment.ofArray(chunk).asSlice(0, count * SECTOR));
            }
        }
        chunks.put(index, chunk);
        own.add(index);
        return chunk;
    }

    /** The sectors that are not as in another store of this size, by number. Of what both share nothing is looked at. */
    SortedMap<Long, byte[]> differing(MemoryStore other) throws IOException {
        var indices = new HashSet<>(chunks.keySet());
        indices.addAll(other.chunks.keySet());
        var differing = new TreeMap<Long, byte[]>();
        for (long index : indices) {
            if (!Arrays.equals(chunks.get(index), other.chunks.get(index))) {
                long first = index * CHUNK_SECTORS;
                for (long lba = first; lba < Math.min(first + CHUNK_SECTORS, sectors); lba++) {
                    byte[] here = sector(lba);
                    if (!Arrays.equals(here, other.sector(lba))) {
                        differing.put(lba, here);
                    }
                }
            }
        }
        return differing;
    }

    private byte[] sector(long lba) throws IOException {
        byte[] sector = new byte[SECTOR];
        read(lba, MemorySegment.ofArray(sector));
        return sector;
    }

    @Override
    public void flush() {
        // Memory is as durable as it gets.
    }

    @Override
    public SectorStore copy() {
        own.clear();
        return new MemoryStore(sectors, base, new HashMap<>(chunks));
    }

    @Override
    public void close() {
        if (base != null) {
            base.close();
        }
    }
}
