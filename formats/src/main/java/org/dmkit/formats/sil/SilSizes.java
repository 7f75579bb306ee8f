package org.dmkit.formats.sil;

import java.util.List;
import java.util.function.LongUnaryOperator;
import org.dmkit.blockio.DiskInfo;

/**
 * How much of each disk a set uses, in sectors.
 *
 * @param set usable sectors of the whole
 * @param ofDisk what it takes of a disk of this size
 * @param missing what it took of a disk that is not there
 * @param doubt what is not certain about it
 */
record SilSizes(long set, LongUnaryOperator ofDisk, long missing, Doubt doubt) {
    /** What vendor and FreeBSD keep free at the end. */
    static final int VENDOR_RESERVE = 2048;

    /** How far the sizes can be relied on. */
    enum Doubt {
        NONE,
        /** Programs read the size of a RAID10 in two ways, and both fit. */
        MEMBER_OR_VOLUME,
        /** Nothing tells where a concatenation goes on to the next disk. */
        NO_SUM
    }

    /**
     * Of the set that this disk tells of.
     *
     * @param disks the members that are there
     * @param missing how many are not
     */
    static SilSizes of(SilMetadata metadata, SilType type, List<DiskInfo> disks, int missing) {
        long told = metadata.arraySectors() < 0 ? Long.MAX_VALUE : metadata.arraySectors();
        int columns = Math.max(1, metadata.drivesPerStripe());
        return switch (type) {
            case RAID0 -> shared(told, columns);
            case RAID1 -> alike(told, told, Doubt.NONE);
            case RAID5 -> shared(told, Math.max(1, columns - 1));
            case RAID10 ->
                told > room(smallest(disks))
                        ? shared(told, columns)
                        : alike(told * columns, told, Doubt.MEMBER_OR_VOLUME);
            case JBOD, CONCATENATION -> concatenation(told, disks, missing);
        };
    }

    /** What does not go up is not used. */
    private static SilSizes shared(long told, int disks) {
        return alike(told / disks * disks, told / disks, Doubt.NONE);
    }

    private static SilSizes alike(long set, long member, Doubt doubt) {
        return new SilSizes(set, sectors -> member, member, doubt);
    }

    /** The sum tells which program made it. Without all disks there is no sum, and nothing to start either. */
    private static SilSizes concatenation(long told, List<DiskInfo> disks, int missing) {
        if (disks.size() + missing == 1) {
            return alike(told, told, Doubt.NONE);
        }
        LongUnaryOperator vendor = sectors -> sectors - VENDOR_RESERVE;
        if (missing > 0) {
            long rest = Math.max(0, told - sum(disks, vendor));
            return new SilSizes(told, vendor, rest / missing, Doubt.NONE);
        }
        for (LongUnaryOperator rule : List.<LongUnaryOperator>of(vendor, SilSizes::untilCopies)) {
            if (sum(disks, rule) == told) {
                return new SilSizes(told, rule, 0, Doubt.NONE);
            }
        }
        return new SilSizes(sum(disks, vendor), vendor, 0, Doubt.NO_SUM);
    }

    private static long sum(List<DiskInfo> disks, LongUnaryOperator rule) {
        return disks.stream().mapToLong(d -> rule.applyAsLong(d.sectors())).sum();
    }

    private static long smallest(List<DiskInfo> disks) {
        return disks.stream().mapToLong(DiskInfo::sectors).min().orElse(Long.MAX_VALUE);
    }

    /** Sectors in front of the copies. */
    static long room(long sectors) {
        return sectors - SilReader.RESERVE;
    }

    /** dmraid's rule: even, and in front of the copies. */
    static long untilCopies(long sectors) {
        return sectors - (SilReader.RESERVE - 1) - ((sectors & 1) == 1 ? 1 : 2);
    }
}
