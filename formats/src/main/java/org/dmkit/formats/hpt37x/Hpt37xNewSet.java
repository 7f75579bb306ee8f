package org.dmkit.formats.hpt37x;

import java.util.Optional;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;

/** The records of a new set: as those that were seen, mirrors as all who read the format take them for one. */
final class Hpt37xNewSet {
    private Hpt37xNewSet() {}

    /**
     * The record of one member.
     *
     * @param ground with what tells the set from others
     */
    static Hpt37x member(RaidSet set, int slot, Hpt37x ground) {
        Hpt37x named = ground.withLabel(set.label()).withTotal(set.size());
        return switch (set.level()) {
            case RAID0 ->
                named.withLevel(Hpt37x.TYPE_STRIPE, "RAID 0")
                        .withColumns(set.components().size(), set.chunk())
                        .withNumber(slot);
            case RAID1 -> mirror(set, slot, named);
            default -> throw new IllegalArgumentException("refused by the rules: " + set.level());
        };
    }

    private static Hpt37x mirror(RaidSet set, int slot, Hpt37x named) {
        var legs = new Hpt37xLegs(set);
        Optional<Hpt37xMark> mark = legs.mark(Optional.empty());
        int column = slot % legs.columns();
        int leg = column == 0 ? mark.map(Hpt37xMark::leg).orElse(slot / legs.columns()) : slot / legs.columns();
        Hpt37x placed = set.components().getFirst() instanceof Component.Subset stripe
                ? named.withLevel(Hpt37x.TYPE_MIRROR_OF_STRIPES, "RAID 0+1")
                        .withColumns(legs.columns(), stripe.set().chunk())
                        .ofNewHalf(leg == 1)
                        .withNumber(column)
                : named.withLevel(Hpt37x.TYPE_MIRROR, "RAID 1")
                        .withColumns(1, 0)
                        .withNumber(leg);
        return placed.withMark(mark);
    }
}
