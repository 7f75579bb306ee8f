package org.dmkit.formats.hpt45x;

import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;

/** The records of a new set, as the vendor's BIOS makes them. */
final class Hpt45xNewSet {
    private Hpt45xNewSet() {}

    /**
     * The record of one member.
     *
     * @param ground with what tells the set from others
     */
    static Hpt45x member(RaidSet set, int slot, Hpt45x ground) {
        Hpt45x named = ground.withLabel(set.label());
        boolean owed = set.resync() == Resync.RESYNCING;
        int members = set.components().size();
        return (switch (set.level()) {
                    case RAID0 -> named.withLevels(1).withOuter(level(set, Hpt45xLevel.RAID0, members, slot));
                    case RAID5_LEFT_ASYMMETRIC ->
                        named.withLevels(1)
                                .withOuter(level(set, Hpt45xLevel.RAID5, members, slot)
                                        .withRebuild(owed, owed ? 0 : Hpt45xLevel.ALL));
                    case RAID1 ->
                        set.components().getFirst() instanceof Component.Subset stripe
                                ? stacked(named, stripe.set(), slot, owed)
                                : named.withLevels(1)
                                        .withOuter(level(set, Hpt45xLevel.RAID1, members, slot)
                                                .withRebuild(owed, Hpt45xLevel.ALL));
                    default -> throw new IllegalArgumentException("refused by the rules: " + set.level());
                })
                .sealed();
    }

    /** Stripes over pairs, each of which has a disk in either of the two stripes. */
    private static Hpt45x stacked(Hpt45x named, RaidSet stripe, int slot, boolean owed) {
        int columns = stripe.components().size();
        Hpt45xLevel outer = level(stripe, Hpt45xLevel.RAID0, columns, slot % columns);
        var pair = new Hpt45xLevel(
                stripe.size() / columns, Hpt45xLevel.RAID1, 2, slot / columns, outer.shift(), 0, 0, Hpt45xLevel.ALL);
        return named.withLevels(2).withOuter(outer).withInner(pair.withRebuild(owed, Hpt45xLevel.ALL));
    }

    private static Hpt45xLevel level(RaidSet set, int type, int members, int number) {
        int shift = set.chunk() == 0 ? 0 : Integer.numberOfTrailingZeros(set.chunk());
        return new Hpt45xLevel(set.size(), type, members, number, shift, 0, 0, Hpt45xLevel.ALL);
    }
}
