package org.dmkit.blockio;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The non-zero sectors of a disk that may be huge: runs of identical sectors by first address. Memory goes with what differs,
 * never with the length of a run. Safe for use by several threads.
 */
final class SparseSectors {
    /** Told a run: {@code count} sectors that all hold {@code data}, which must not be changed. */
    interface RunConsumer {
        void accept(long lba, long count, byte[] data);
    }

    private static final class Run {
        final long count;
        final byte[] data;

        Run(long count, byte[] data) {
            this.count = count;
            this.data = data;
        }
    }

    private final TreeMap<Long, Run> runs = new TreeMap<>();

    synchronized void read(long lba, MemorySegment into) {
        into.fill((byte) 0);
        long end = lba + into.byteSize() / SectorBuffer.SECTOR;
        Long first = runs.floorKey(lba);
        for (Map.Entry<Long, Run> entry :
                runs.subMap(first == null ? lba : first, true, end, false).entrySet()) {
            long start = entry.getKey();
            Run run = entry.getValue();
            for (long i = Math.max(start, lba); i < Math.min(start + run.count, end); i++) {
                MemorySegment.copy(
                        run.data, 0, into, ValueLayout.JAVA_BYTE, (i - lba) * SectorBuffer.SECTOR, SectorBuffer.SECTOR);
            }
        }
    }

    synchronized void write(long lba, MemorySegment from) {
        long count = from.byteSize() / SectorBuffer.SECTOR;
        clear(lba, lba + count);
        for (long i = 0; i < count; i++) {
            byte[] sector =
                    from.asSlice(i * SectorBuffer.SECTOR, SectorBuffer.SECTOR).toArray(ValueLayout.JAVA_BYTE);
            if (!isZero(sector)) {
                runs.put(lba + i, new Run(1, sector));
            }
        }
    }

    /** Adds a run; false, and nothing done, if it overlaps one that is there. */
    synchronized boolean add(long lba, long count, byte[] data) {
        Map.Entry<Long, Run> before = runs.lowerEntry(lba + count);
        if (before != null && before.getKey() + before.getValue().count > lba) {
            return false;
        }
        if (!isZero(data)) {
            runs.put(lba, new Run(count, data));
        }
        return true;
    }

    /** Tells the runs in order, neighbours that hold the same made one, as long as possible. */
    synchronized void forEach(RunConsumer consumer) {
        long start = 0;
        long count = 0;
        byte[] data = {};
        for (Map.Entry<Long, Run> entry : runs.entrySet()) {
            long lba = entry.getKey();
            Run run = entry.getValue();
            if (count > 0 && lba == start + count && Arrays.equals(data, run.data)) {
                count += run.count;
                continue;
            }
            if (count > 0) {
                consumer.accept(start, count, data);
            }
            start = lba;
            count = run.count;
            data = run.data;
        }
        if (count > 0) {
            consumer.accept(start, count, data);
        }
    }

    /** Where there is something, neighbours joined. */
    synchronized List<Extent> extents() {
        List<Extent> extents = new ArrayList<>();
        long start = 0;
        long end = 0;
        for (Map.Entry<Long, Run> entry : runs.entrySet()) {
            long lba = entry.getKey();
            if (lba != end && end > start) {
                extents.add(new Extent(start, end - start));
            }
            start = lba == end && end > start ? start : lba;
            end = lba + entry.getValue().count;
        }
        if (end > start) {
            extents.add(new Extent(start, end - start));
        }
        return extents;
    }

    private void clear(long from, long to) {
        Map.Entry<Long, Run> before = runs.lowerEntry(from);
        if (before != null) {
            long start = before.getKey();
            Run run = before.getValue();
            long end = start + run.count;
            if (end > from) {
                runs.put(start, new Run(from - start, run.data));
            }
            if (end > to) {
                runs.put(to, new Run(end - to, run.data));
            }
        }
        Map.Entry<Long, Run> last = runs.lowerEntry(to);
        if (last != null && last.getKey() >= from) {
            long end = last.getKey() + last.getValue().count;
            if (end > to) {
                runs.put(to, new Run(end - to, last.getValue().data));
            }
        }
        runs.subMap(from, true, to, false).clear();
    }

    private static boolean isZero(byte[] sector) {
        for (byte b : sector) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
