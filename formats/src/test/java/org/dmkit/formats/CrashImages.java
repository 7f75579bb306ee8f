package org.dmkit.formats;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dmkit.simulation.Pending;
import org.dmkit.simulation.SimulatedDisk;

/**
 * What crashes leave on disks, each image once, however many ways lead to it: two are the same if their metadata and records are,
 * but for the id of a record, which is by lot. Keeps what differs from the first image, and a digest of each that was there.
 */
final class CrashImages {
    private static final byte[] RECORD = "dmkit redo ".getBytes(StandardCharsets.US_ASCII);

    /**
     * Which subsets of unflushed sectors are looked at.
     *
     * @param exhaustive of up to so many sectors all subsets; of more none, all, and a sample
     * @param alone true if of more each sector is lost alone too, and kept alone
     * @param sample how many by lot
     */
    record Subsets(int exhaustive, boolean alone, int sample) {
        private List<Set<Pending>> of(List<Pending> pending, Random random) {
            var subsets = new ArrayList<Set<Pending>>();
            if (pending.size() <= exhaustive) {
                for (int mask = 0; mask < 1 << pending.size(); mask++) {
                    subsets.add(chosen(pending, mask));
                }
                return subsets;
            }
            subsets.add(Set.of());
            subsets.add(Set.copyOf(pending));
            if (alone) {
                for (Pending one : pending) {
                    subsets.add(Set.of(one));
                    var others = new HashSet<>(pending);
                    others.remove(one);
                    subsets.add(others);
                }
            }
            for (int i = 0; i < sample; i++) {
                var some = new HashSet<>(pending);
                some.removeIf(p -> random.nextBoolean());
                subsets.add(some);
            }
            return subsets;
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
    }

    private final List<SimulatedDisk> first;
    private final Set<ByteBuffer> seen = new HashSet<>();
    private final List<List<SortedMap<Long, byte[]>>> unseen = new ArrayList<>();
    private final Subsets subsets;
    private final Random random;

    /** @param first the disks before anything is written */
    CrashImages(List<SimulatedDisk> first, Subsets subsets, long seed) {
        this.first = Ledger.copies(first, "");
        this.first.forEach(SimulatedDisk::restore);
        this.first.forEach(d -> d.powerCut(p -> false));
        this.subsets = subsets;
        this.random = new Random(seed);
    }

    /** The power goes with the disks so, and any of what is unflushed is lost. */
    void cut(List<SimulatedDisk> disks) throws IOException {
        var durable = new ArrayList<SortedMap<Long, byte[]>>();
        var pending = new ArrayList<Pending>();
        for (int i = 0; i < disks.size(); i++) {
            durable.add(disks.get(i).differing(first.get(i)));
            pending.addAll(disks.get(i).unflushed());
        }
        for (Set<Pending> kept : subsets.of(pending, random)) {
            var image = new ArrayList<SortedMap<Long, byte[]>>();
            for (int i = 0; i < disks.size(); i++) {
                var sectors = new TreeMap<>(durable.get(i));
                disks.get(i).unflushed().stream()
                        .filter(kept::contains)
                        .forEach(p -> sectors.put(p.lba(), p.content()));
                image.add(sectors);
            }
            if (seen.add(digest(image))) {
                unseen.add(image);
            }
        }
    }

    boolean hasNext() {
        return !unseen.isEmpty();
    }

    /** One by lot of those that were not looked at yet. */
    List<SimulatedDisk> next() throws IOException {
        Collections.swap(unseen, random.nextInt(unseen.size()), unseen.size() - 1);
        List<SortedMap<Long, byte[]>> image = unseen.removeLast();
        List<SimulatedDisk> disks = Ledger.copies(first, "");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sector = arena.allocate(512, 4096);
            for (int i = 0; i < disks.size(); i++) {
                for (var entry : image.get(i).entrySet()) {
                    MemorySegment.copy(entry.getValue(), 0, sector, ValueLayout.JAVA_BYTE, 0, 512);
                    disks.get(i).write(entry.getKey(), sector);
                }
                disks.get(i).flush();
            }
        }
        return disks;
    }

    private ByteBuffer digest(List<SortedMap<Long, byte[]>> image) throws IOException {
        MessageDigest digest = sha256();
        for (int i = 0; i < image.size(); i++) {
            for (var entry : image.get(i).entrySet()) {
                byte[] now = withoutId(entry.getValue());
                if (!Arrays.equals(now, withoutId(sector(first.get(i), entry.getKey())))) {
                    digest.update(ByteBuffer.allocate(12)
                            .putInt(i)
                            .putLong(entry.getKey())
                            .flip());
                    digest.update(now);
                }
            }
        }
        return ByteBuffer.wrap(digest.digest(), 0, 16).slice();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has it", e);
        }
    }

    private static byte[] sector(SimulatedDisk disk, long lba) throws IOException {
        byte[] sector = new byte[512];
        disk.read(lba, MemorySegment.ofArray(sector));
        return sector;
    }

    private static byte[] withoutId(byte[] sector) {
        if (!Arrays.equals(sector, 0, RECORD.length, RECORD, 0, RECORD.length)) {
            return sector;
        }
        byte[] rest = sector.clone();
        // The sum, which is also over the id, and the id.
        Arrays.fill(rest, 16, 20, (byte) 0);
        Arrays.fill(rest, 32, 48, (byte) 0);
        return rest;
    }
}
