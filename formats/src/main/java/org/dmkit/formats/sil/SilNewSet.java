package org.dmkit.formats.sil;

import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;

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
}
