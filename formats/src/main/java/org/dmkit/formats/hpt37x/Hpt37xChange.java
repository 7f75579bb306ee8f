package org.dmkit.formats.hpt37x;

import java.util.List;
import java.util.Optional;
import org.dmkit.formats.hpt37x.Hpt37x.Kind;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.write.PerDiskWriter.SetChange;

/** What the members of a set that changes say of it from now on. */
final class Hpt37xChange {
    private final SetChange<Hpt37x> change;
    /** Of a member that was there before. */
    private final Hpt37x any;

    private final boolean mirrored;
    private final boolean renews;

    Hpt37xChange(SetChange<Hpt37x> change) {
        this.change = change;
        this.any = change.any();
        this.mirrored = any.kind() == Kind.MIRROR || any.kind() == Kind.MIRROR_OF_STRIPES;
        this.renews = change.outdates();
    }

    /** The record of the member in this slot; the owner's, where both legs have to bear the same. */
    Hpt37x told(int slot) {
        if (!mirrored) {
            return own(slot);
        }
        var legs = new Hpt37xLegs(change.after());
        Optional<Hpt37xMark> mark = legs.mark(any.mark());
        int columns = legs.columns();
        boolean copied = slot % columns == 0 && mark.isPresent();
        int leg = copied ? mark.get().leg() : slot / columns;
        return standing(leg * columns + slot % columns, leg, slot % columns, mark);
    }

    private Hpt37x standing(int slot, int leg, int column, Optional<Hpt37xMark> mark) {
        Hpt37x placed = own(slot).in(leg, column);
        Hpt37x renewed = renews
                ? placed.renewed(
                        Hpt37xIds.next(any.id(), any.former(), leaves()),
                        mark.map(Hpt37xMark::otherLeg).orElse(0))
                : placed;
        return renewed.withMark(mark);
    }

    /** What the member in a slot bears; of a newcomer that of another. */
    private Hpt37x own(int slot) {
        return leaves().get(slot) instanceof Component.Member m && change.has(m.disk())
                ? change.own(m.disk()).orElseThrow()
                : any;
    }

    private List<Component> leaves() {
        return change.after().leaves().toList();
    }
}
