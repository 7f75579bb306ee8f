package org.dmkit.formats.pdc;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.DigitLetters;
import org.dmkit.raid.assemble.Layout;
import org.dmkit.raid.assemble.Stack;
import org.dmkit.raid.model.Level;
import org.jspecify.annotations.Nullable;

/**
 * How a volume is built. Of RAID 10, members below half of the total are one copy, column by column, the others the second:
 * a mirror of two stripes.
 */
record PdcVolume(PdcBlock block) {
    static String name(PdcBlock block) {
        return "pdc_" + DigitLetters.of(Long.toString(block.shortVolumeId()));
    }

    /** Sectors of each member, for all types but a span, whose members have each their own; 0 or less makes no sense. */
    static long perMember(PdcBlock block) {
        int disks = block.totalDisks();
        return switch (block.type()) {
            case PdcType.RAID0 -> block.totalSectors() / disks;
            case PdcType.RAID1 -> PdcType.raid10(block) ? block.totalSectors() / (disks / 2) : block.totalSectors();
            case PdcType.RAID5 -> block.totalSectors() == 0 ? 0 : block.diskSectors();
            default -> block.totalSectors() == 0 ? 0 : Math.max(1, block.diskSectors());
        };
    }

    /** True if so many sectors from {@code offset} on end at {@code end} or before; whatever the numbers. */
    static boolean fits(long offset, long sectors, long end) {
        return offset >= 0 && sectors > 0 && sectors <= end && offset <= end - sectors;
    }

    /**
     * What this copy says.
     *
     * @param extents of each place, in order
     * @param lost by place, what the members in use say
     */
    Layout layout(List<Extent> extents, IntPredicate lost) {
        List<Layout.Slot> slots = IntStream.range(0, block.totalDisks())
                .mapToObj(place -> new Layout.Slot(extents.get(place), "", lost.test(place)))
                .toList();
        return new Layout(
                name(block),
                block.label(),
                level(),
                block.shift() == 0 ? 0 : 1 << block.shift(),
                size(extents),
                slots,
                stack());
    }

    private Level level() {
        return switch (block.type()) {
            case PdcType.RAID0 -> block.totalDisks() == 1 ? Level.LINEAR : Level.RAID0;
            case PdcType.RAID1 -> PdcType.raid10(block) ? Level.RAID0 : Level.RAID1;
            case PdcType.RAID5 -> Level.RAID5_LEFT_ASYMMETRIC;
            default -> Level.LINEAR;
        };
    }

    private @Nullable Stack stack() {
        return PdcType.raid10(block) ? Stack.numbered(Level.RAID1, name(block), 2) : null;
    }

    private long size(List<Extent> extents) {
        long whole = perMember(block) >> block.shift() << block.shift();
        return switch (block.type()) {
            case PdcType.RAID0 -> whole * block.totalDisks();
            case PdcType.RAID1 -> PdcType.raid10(block) ? whole * (block.totalDisks() / 2) : block.totalSectors();
            case PdcType.RAID5 -> block.totalSectors();
            default ->
                Math.max(
                        block.totalSectors(),
                        extents.stream().mapToLong(Extent::count).sum());
        };
    }
}
