package org.dmkit.vmtest.guest;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.SectorBuffer;

/** The data of one set, on its members and through its device, in sampled windows. */
final class DataCheck {
    private static final long FIRST_ROUND = 1;
    private static final long SECOND_ROUND = 2;
    private static final long GARBAGE = 3;

    private final Shape shape;
    private final Samples samples;
    private final Map<String, Disk> disks;
    private final long seed;
    private final MemorySegment buffer;

    /**
     * @param length sectors of the set's device
     * @param disks by name
     * @param seed no other set on these disks has it
     */
    DataCheck(Shape shape, long length, Map<String, Disk> disks, long seed) {
        this.shape = shape;
        this.samples = Samples.of(shape, length, seed);
        this.disks = disks;
        this.seed = seed;
        this.buffer = SectorBuffer.allocate(samples.window());
    }

    int windows() {
        return samples.starts().size();
    }

    /** Puts data where the layout has them. What must not be read holds something else. */
    void writeMembers() throws IOException {
        Shape.Content garbage = Pattern.of(seed + GARBAGE);
        for (Shape.Place place : places(Pattern.of(seed + FIRST_ROUND)).values()) {
            fill(place.piece().inSync() ? place.content() : garbage);
            disk(place).write(place.sector(), buffer);
        }
    }

    /** Reads the same data through the set's device. */
    void readSet(Disk device) throws IOException, WrongException {
        Shape.Content content = Pattern.of(seed + FIRST_ROUND);
        for (long start : samples.starts()) {
            device.read(start, buffer);
            mustBe(at -> content.at(start + at), "through the set", start);
        }
    }

    /** Writes other data through the set's device. */
    void writeSet(Disk device) throws IOException {
        Shape.Content content = Pattern.of(seed + SECOND_ROUND);
        for (long start : samples.starts()) {
            fill(at -> content.at(start + at));
            device.write(start, buffer);
        }
        device.flush();
    }

    /** Finds them on every member in sync, parity too. */
    void readMembers() throws IOException, WrongException {
        for (Shape.Place place : places(Pattern.of(seed + SECOND_ROUND)).values()) {
            if (place.piece().inSync()) {
                disk(place).read(place.sector(), buffer);
                mustBe(place.content(), "on " + place.piece().disk(), place.sector());
            }
        }
    }

    /** By disk and sector: parity of several windows is one place. */
    private Map<String, Shape.Place> places(Shape.Content content) {
        var places = new LinkedHashMap<String, Shape.Place>();
        for (long start : samples.starts()) {
            shape.places(start, content, p -> places.putIfAbsent(p.piece().disk() + " " + p.sector(), p));
        }
        return places;
    }

    private Disk disk(Shape.Place place) {
        Disk disk = disks.get(place.piece().disk());
        if (disk == null) {
            throw new IllegalStateException("no disk " + place.piece().disk());
        }
        return disk;
    }

    private void fill(Shape.Content content) {
        for (int i = 0; i < samples.window(); i++) {
            MemorySegment.copy(content.at(i), 0, buffer, ValueLayout.JAVA_BYTE, (long) i * Shape.SECTOR, Shape.SECTOR);
        }
    }

    private void mustBe(Shape.Content content, String where, long sector) throws WrongException {
        for (int i = 0; i < samples.window(); i++) {
            byte[] found = buffer.asSlice((long) i * Shape.SECTOR, Shape.SECTOR).toArray(ValueLayout.JAVA_BYTE);
            byte[] expected = content.at(i);
            if (!Arrays.equals(found, expected)) {
                throw new WrongException("%s sector %d: %d of 512 bytes differ at byte %d"
                        .formatted(where, sector + i, differing(found, expected), Arrays.mismatch(found, expected)));
            }
        }
    }

    private static int differing(byte[] found, byte[] expected) {
        int count = 0;
        for (int i = 0; i < found.length; i++) {
            count += found[i] == expected[i] ? 0 : 1;
        }
        return count;
    }
}
