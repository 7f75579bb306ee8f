package org.dmkit.formats.ddf1;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
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

    static final int POPULATED = 8;

    static final int MAX = 10;

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

    /** The place of the first entry in use that is meant. */
    OptionalInt index(Predicate<T> meant) {
        return IntStream.range(0, size())
                .filter(i -> !isFree(i) && meant.test(at(i)))
                .findFirst();
    }

    /** The first place that is free. */
    OptionalInt free() {
        return IntStream.range(0, size()).filter(this::isFree).findFirst();
    }

    T at(int index) {
        return entry.apply(section.slice(HEAD + index * ENTRY, ENTRY));
    }

    private boolean isFree(int index) {
        return DdfGuid.free(section.slice(HEAD + index * ENTRY, DdfGuid.LENGTH));
    }

    /**
     * The same with another entry at this place. Who takes the number of the populated for a bound must still see those behind a hole:
     * as mdadm, it never falls below the last.
     */
    DdfTable<T> with(int index, Block block) {
        var table = new DdfTable<>(section.with(HEAD + index * ENTRY, block), entry);
        int last =
                IntStream.range(0, size()).filter(i -> !table.isFree(i)).max().orElse(-1);
        return isFree(index) == table.isFree(index)
                ? table
                : new DdfTable<>(table.section.with16(POPULATED, last + 1), entry);
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
