package org.dmkit.formats.nvidia;

import java.util.List;
import java.util.function.LongUnaryOperator;
import org.dmkit.blockio.DiskInfo;

/**
 * How much of each disk a set uses, in sectors. The capacity of the set is believed if it fits; it has 32 bits, so a set of 2 TiB
 * or more can only be told from what the disks have.
 *
 * @param set usable sectors of the whole
 * @param member of each member, unless it is a JBOD
 * @param source what that stands on
 */
record NvidiaSizes(long set, long member, Source source) {
    /** The sectors behind the data that hold the block. */
    private static final int RESERVE = 2;
    /** What FreeBSD keeps free on a member of a JBOD that it reads. */
    private static final int FREEBSD_RESERVE = 2048;

    /** What a size stands on. */
    enum Source {
        CAPACITY,
        /** The disks; the capacity is the same but for what its 32 bits can't hold. */
        WRAPPED,
        /** The disks alone: the capacity is not told, or can't be. */
        DISKS
    }

    /**
     * Of any level but JBOD.
     *
     * @param smallest sectors of the smallest disk of the set
     */
    static NvidiaSizes of(NvidiaMetadata metadata, NvidiaLevel level, long smallest) {
        long usable = smallest - RESERVE;
        int width = Math.max(1, metadata.width());
        long whole = wholeChunks(usable, metadata.chunk());
        long capacity = metadata.capacity();
        if (whole * width > 0xffff_ffffL && capacity == low(whole * width)) {
            return new NvidiaSizes(whole * width, whole, Source.WRAPPED);
        }
        if (capacity > 0 && capacity / width <= usable) {
            return new NvidiaSizes(capacity / width * width, capacity / width, Source.CAPACITY);
        }
        return level == NvidiaLevel.RAID1
                ? new NvidiaSizes(usable, usable, Source.DISKS)
                : new NvidiaSizes(whole * width, whole, Source.DISKS);
    }

    /** What a JBOD takes of each of its disks. */
    record Lengths(LongUnaryOperator ofDisk, NvidiaSizes total) {}

    /**
     * Of a JBOD. Programs differ in what they take of a disk; the sum tells which of them made the set. Without all disks there
     * is no sum, and nothing to start either.
     *
     * @param missing disks that are not there
     */
    static Lengths jbod(NvidiaMetadata metadata, List<DiskInfo> disks, int missing) {
        long smallest = disks.stream().mapToLong(DiskInfo::sectors).min().orElse(RESERVE);
        LongUnaryOperator whole = sectors -> sectors - RESERVE;
        LongUnaryOperator alike = sectors -> wholeChunks(smallest - RESERVE, metadata.chunk());
        LongUnaryOperator reserved = sectors -> Math.max(0, sectors - FREEBSD_RESERVE);
        long capacity = metadata.capacity();
        if (missing > 0) {
            long rest = Math.max(0, capacity - sum(disks, whole));
            return new Lengths(whole, new NvidiaSizes(sum(disks, whole) + rest, rest / missing, Source.CAPACITY));
        }
        for (LongUnaryOperator rule : List.of(whole, alike, reserved)) {
            long sum = sum(disks, rule);
            if (low(sum) == capacity) {
                return new Lengths(rule, new NvidiaSizes(sum, 0, sum == capacity ? Source.CAPACITY : Source.WRAPPED));
            }
        }
        return new Lengths(whole, new NvidiaSizes(sum(disks, whole), 0, Source.DISKS));
    }

    private static long sum(List<DiskInfo> disks, LongUnaryOperator rule) {
        return disks.stream().mapToLong(d -> rule.applyAsLong(d.sectors())).sum();
    }

    private static long wholeChunks(long sectors, int chunk) {
        return chunk > 0 ? sectors / chunk * chunk : sectors;
    }

    private static long low(long sectors) {
        return sectors & 0xffff_ffffL;
    }
}
