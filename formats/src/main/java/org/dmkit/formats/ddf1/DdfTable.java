package org.dmkit.formats.ddf1;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dmkit.raid.assemble.Block;

/**
 * A section that is a table: a head of 64 bytes, then entries of 64. What is populated is a count, not a bound: entries may
 * have holes between them.
 *
 * <pre>
 *  0  4 signature
 *  4  4 CRC over the section
 *  8  2 populated
 * 10  2 max
 * </pre>
 */
record DdfTable<T>(Block section, Function<Block, T> entry) {
    static final int HEAD = 64;
    static final int ENTRY = 64;

    private static final int POPULATED = 8;

    private static final int MAX = 10;

    static DdfTable<PhysicalDisk> physicalDisks(Block section) {
        return new DdfTable<>(section, PhysicalDisk::new);
    }

    static DdfTable<VirtualDisk> virtualDisks(Block section) {
        return new DdfTable<>(section, VirtualDisk::new);
    }

    int populated() {
        return section.u16(POPULATED);
    }

    int max() {
        return section.u16(MAX);
    }

    /** Room for this many. */
    int size() {
        return Math.min(max(), (section.size() - HEAD) / ENTRY);
    }

    /** Those in use, in the order of the table. */
    Stream<T> entries() {
        return IntStream.range(0, size())
                .map(i -> HEAD + i * ENTRY)
                .filter(at -> !DdfGuid.free(section.slice(at, DdfGuid.LENGTH)))
                .mapToObj(at -> entry.apply(section.slice(at, ENTRY)));
    }

    /** The first so many places, in use or not. */
    List<T> first(int count) {
        return IntStream.range(0, Math.min(count, (section.size() - HEAD) / ENTRY))
                .mapToObj(i -> entry.apply(section.slice(HEAD + i * ENTRY, ENTRY)))
                .toList();
    }

    /** The disk that records call so; the last, as dmraid has it, should there be two. */
    static Optional<PhysicalDisk> find(DdfTable<PhysicalDisk> disks, long reference) {
        return disks.entries().filter(d -> d.reference() == reference).reduce((a, b) -> b);
    }
}
