package org.dmkit.formats;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.dmkit.simulation.Pending;
import org.dmkit.simulation.SimulatedDisk;

/**
 * What crashes leave on disks, each image once, however many ways lead to it: two are the same if their metadata and records are,
 * but for the id of a record, which is by lot.
 */
final class CrashImages {
    private static final byte[] RECORD = "dmkit redo ".getBytes(StandardCharsets.US_ASCII);

    /** Of this many unflushed sectors all subsets are looked at; of more each alone, all but each, and a sample. */
    private static final int EXHAUSTIVE = 6;

    private static final int SAMPLE = 32;

    /** What differs from the first image. */
    private record Key(List<ByteBuffer> changed) {}

    private final List<SimulatedDisk> first;
    private final List<SortedSet<Long>> written;
    private final Set<Key> seen = new HashSet<>();
    private final List<List<SimulatedDisk>> unseen = new ArrayList<>();
    private final Random random;
    private final MemorySegment buffer = Arena.ofAuto().allocate(512, 4096);

    /** @param first the disks before anything is written */
    CrashImages(List<SimulatedDisk> first, long seed) {
        this.first = Ledger.copies(first, "");
        this.first.forEach(SimulatedDisk::restore);
        this.written = first.stream().<SortedSet<Long>>map(d -> new TreeSet<>()).toList();
        this.random = new Random(seed);
    }

    /** The power goes with the disks so, and any of what is unflushed is lost. */
    void cut(List<SimulatedDisk> disks) throws IOException {
        var pending = new ArrayList<Pending>();
        for (int i = 0; i < disks.size(); i++) {
            List<Pending> unflushed = disks.get(i).unflushed();
            SortedSet<Long> there = written.get(i);
            unflushed.forEach(p -> there.add(p.lba()));
            pending.addAll(unflushed);
        }
        if (pending.size() <= EXHAUSTIVE) {
            for (int mask = 0; mask < 1 << pending.size(); mask++) {
                cut(disks, chosen(pending, mask)::contains);
            }
            return;
        }
        cut(disks, p -> false);
        cut(disks, p -> true);
        for (Pending one : pending) {
            cut(disks, one::equals);
            cut(disks, p -> !p.equals(one));
        }
        for (int i = 0; i < SAMPLE; i++) {
            cut(disks, pending.stream().filter(p -> random.nextBoolean()).collect(Collectors.toSet())::contains);
        }
    }

    private void cut(List<SimulatedDisk> disks, Predicate<Pending> kept) throws IOException {
        List<SimulatedDisk> image = Ledger.copies(disks, "");
        image.forEach(d -> d.powerCut(kept));
        image.forEach(SimulatedDisk::restore);
        if (seen.add(key(image))) {
            unseen.add(image);
        }
    }

    boolean hasNext() {
        return !unseen.isEmpty();
    }

    /** One by lot of those that were not looked at yet. */
    List<SimulatedDisk> next() {
        Collections.swap(unseen, random.nextInt(unseen.size()), unseen.size() - 1);
        return unseen.removeLast();
    }

    private static Set<Pending> chosen(List<Pending> pending, int mask) {
        var chosen = new HashSet<Pending>();
        for (int i = 0; i < pending.size(); i++) {
            if ((mask >> i & 1) == 1) {
                chosen.add(pending.get(i));
            }
        }
        return chosen;
    }

    /** By the sectors that are not as they were at first, of those that were ever written. */
    private Key key(List<SimulatedDisk> image) throws IOException {
        var changed = new ArrayList<ByteBuffer>();
        for (int i = 0; i < image.size(); i++) {
            for (long lba : written.get(i)) {
                byte[] now = sector(image.get(i), lba);
                if (!Arrays.equals(now, sector(first.get(i), lba))) {
                    changed.add(ByteBuffer.allocate(12).putInt(i).putLong(lba).flip());
                    changed.add(ByteBuffer.wrap(now));
                }
            }
        }
        return new Key(changed);
    }

    private byte[] sector(SimulatedDisk disk, long lba) throws IOException {
        disk.read(lba, buffer);
        byte[] sector = buffer.toArray(ValueLayout.JAVA_BYTE);
        if (Arrays.equals(sector, 0, RECORD.length, RECORD, 0, RECORD.length)) {
            // The sum, which is also over the id, and the id.
            Arrays.fill(sector, 16, 20, (byte) 0);
            Arrays.fill(sector, 32, 48, (byte) 0);
        }
        return sector;
    }
}
