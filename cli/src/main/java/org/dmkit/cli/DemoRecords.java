package org.dmkit.cli;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.zip.CRC32C;

/**
 * Numbered records of 4 KiB, each in a place of its own, scattered over a set. Their content follows from the number, and
 * ends with a checksum.
 */
final class DemoRecords {
    static final int SECTORS = 8;

    private static final int BYTES = SECTORS * 512;

    /** A prime: steps of it visit every place before any twice. */
    private static final long STRIDE = 7919;

    private final long places;

    /** @param sectors of the set */
    DemoRecords(long sectors) {
        this.places = sectors / SECTORS;
    }

    /** How many there can be. */
    long count() {
        return places;
    }

    /** The sector where a record begins. */
    long lba(long number) {
        return number * STRIDE % places * SECTORS;
    }

    /** Writes a record into {@code SECTORS} sectors of memory. */
    void fill(long number, MemorySegment into) {
        MemorySegment.copy(bytes(number), 0, into, ValueLayout.JAVA_BYTE, 0, BYTES);
    }

    /** True if the memory holds just this record. */
    boolean is(long number, MemorySegment found) {
        return found.mismatch(MemorySegment.ofArray(bytes(number))) == -1;
    }

    private static byte[] bytes(long number) {
        var bytes = new byte[BYTES];
        new Random(number).nextBytes(bytes);
        MemorySegment record = MemorySegment.ofArray(bytes);
        record.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, number);
        var checksum = new CRC32C();
        checksum.update(bytes, 0, BYTES - Long.BYTES);
        record.set(ValueLayout.JAVA_LONG_UNALIGNED, BYTES - Long.BYTES, checksum.getValue());
        return bytes;
    }
}
