package org.dmkit.vmtest.guest;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;

/** What the product says a set is, in the words of the oracle. */
final class Shapes {
    private Shapes() {}

    static Shape of(RaidSet set) {
        List<Shape.Slot> slots = set.components().stream().map(Shapes::slot).toList();
        boolean copied = set.level() == Level.RAID1 && set.resync() != RaidSet.Resync.CLEAN;
        return new Shape(kind(set.level()), set.chunk(), copied ? onlyTheSource(slots) : slots);
    }

    /** While a mirror is resynced, as one not stopped cleanly is at its start, its first leg is the truth; the kernel's classic mirror writes what isn't copied yet there only. */
    private static List<Shape.Slot> onlyTheSource(List<Shape.Slot> slots) {
        var result = new ArrayList<Shape.Slot>();
        boolean found = false;
        for (Shape.Slot slot : slots) {
            result.add(
                    slot instanceof Shape.Slot.Piece p && found
                            ? new Shape.Slot.Piece(p.disk(), p.start(), p.length(), false)
                            : slot);
            found |= slot instanceof Shape.Slot.Piece p && p.inSync();
        }
        return result;
    }

    private static Shape.Slot slot(Component component) {
        return switch (component) {
            case Component.Member m ->
                new Shape.Slot.Piece(
                        m.disk().name(), m.extent().lba(), m.extent().count(), m.state() == Component.State.IN_SYNC);
            case Component.Missing m -> new Shape.Slot.Hole(m.extent().count());
            case Component.Subset s ->
                s.set().health() == RaidSet.Health.FAILED
                        ? new Shape.Slot.Hole(s.set().size())
                        : new Shape.Slot.Below(of(s.set()), s.set().size());
        };
    }

    private static Shape.Kind kind(Level level) {
        return switch (level) {
            case LINEAR -> new Shape.Kind.Linear();
            case RAID0 -> new Shape.Kind.Striped();
            case RAID1 -> new Shape.Kind.Mirror();
            case RAID4 -> new Shape.Kind.Striping(Parity.LAST);
            case RAID4_PARITY_FIRST -> new Shape.Kind.Striping(Parity.FIRST);
            case RAID5_LEFT_ASYMMETRIC -> new Shape.Kind.Striping(Parity.LEFT_ASYMMETRIC);
            case RAID5_RIGHT_ASYMMETRIC -> new Shape.Kind.Striping(Parity.RIGHT_ASYMMETRIC);
            case RAID5_LEFT_SYMMETRIC -> new Shape.Kind.Striping(Parity.LEFT_SYMMETRIC);
            case RAID5_RIGHT_SYMMETRIC -> new Shape.Kind.Striping(Parity.RIGHT_SYMMETRIC);
            case RAID6_ZERO_RESTART -> new Shape.Kind.Striping(Parity.ZERO_RESTART);
            case RAID6_N_RESTART -> new Shape.Kind.Striping(Parity.N_RESTART);
            case RAID6_N_CONTINUE -> new Shape.Kind.Striping(Parity.N_CONTINUE);
            // Shown and never mapped.
            case RAID3, RAID1E, RAID5E, RAID5EE -> throw new IllegalArgumentException("no layout for " + level);
        };
    }
}
