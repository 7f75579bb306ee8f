package org.dmkit.formats.sil;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.Component;
import org.dmkit.raid.Finding;
import org.dmkit.raid.Group;
import org.dmkit.raid.RaidSet;
import org.dmkit.raid.RaidSet.Resync;
import org.dmkit.raid.spi.Format;
import org.dmkit.raid.spi.Reading;

/** The blocks of a new set, as FreeBSD's graid makes them. */
final class SilNewSet {
    private static final int NONE = 0xff;

    private SilNewSet() {}

    /**
     * The block of one member.
     *
     * @param ground with what is the disk's own, and what tells the set from others
     */
    static SilMetadata member(RaidSet set, int slot, SilMetadata ground) {
        SilType type = type(set);
        RaidSet lowest = set.bottomUp().findFirst().orElseThrow();
        int members = lowest.components().size();
        boolean striped = type != SilType.RAID1;
        int copies = striped ? set.components().size() : members;
        boolean mirrored = type == SilType.RAID1 || type == SilType.RAID10;
        return new SilMetadata(ground.block()
                        .with64(SilMetadata.ARRAY_SECTORS, set.size())
                        .with16(SilMetadata.CHUNK, lowest.chunk())
                        .with8(SilMetadata.TYPE, type.code())
                        .with8(SilMetadata.DRIVES_PER_STRIPE, striped ? members : NONE)
                        .with8(SilMetadata.STRIPE_NUMBER, striped ? 0 : NONE)
                        .with8(SilMetadata.DRIVES_PER_MIRROR, mirrored ? copies : NONE)
                        .with8(SilMetadata.MIRROR_NUMBER, mirrored ? 0 : NONE))
                .withSlot(slot)
                .withText(set.label())
                .withStatus(SilMetadata.CURRENT)
                .withState(set.resync() == Resync.RESYNCING ? SilMetadata.NOT_SYNCED : SilMetadata.CLEAN)
                .sealed();
    }

    private static SilType type(RaidSet set) {
        return switch (set.level()) {
            case RAID0 -> SilType.RAID0;
            case RAID1 -> set.components().getFirst() instanceof Component.Subset ? SilType.RAID10 : SilType.RAID1;
            case RAID5_LEFT_SYMMETRIC -> SilType.RAID5;
            default -> throw new IllegalArgumentException("refused by the rules: " + set.level());
        };
    }

    /** What will be written must read as the set that is wished for, and without complaint. */
    static List<Finding> check(Format format, RaidSet set, Map<DiskInfo, SilMetadata> blocks) {
        var found = new ArrayList<Reading.Found>();
        blocks.forEach(
                (disk, block) -> found.add(new Reading.Found(disk, block.sealed(), SilReader.places(disk), List.of())));
        List<Group> groups = format.assemble(found).groups();
        boolean same = groups.size() == 1
                && groups.getFirst().sets().equals(List.of(set))
                && groups.getFirst().blocked().isEmpty();
        return same
                ? List.of()
                : List.of(Finding.error("sil.geometry")
                        .found(set.toString())
                        .expected(groups.stream()
                                .map(g -> g.sets().toString())
                                .toList()
                                .toString()));
    }
}
