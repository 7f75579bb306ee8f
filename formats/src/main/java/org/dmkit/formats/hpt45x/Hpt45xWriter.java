package org.dmkit.formats.hpt45x;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Judge;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.write.LabelRule;
import org.dmkit.raid.write.OneSectorWriter;

/**
 * How hpt45x metadata are changed: as HighPoint's own driver does it. Who goes on without a member, or has one rebuilt, gets a new
 * stamp and keeps the old one among those that failed, as later drivers do; so a lost disk that comes back bears a stamp that
 * is known to be outdated. The disk itself is marked as dmraid marks failed ones: to the vendor it is a plain disk then.
 *
 * <p>Of a mirror number 0 is what the others are copied from, therefore numbers change where slots don't ({@link Hpt45xStamp}).
 * That a mirror whose disks are both good is to be synchronised the vendor can't tell; it is written as a rebuild that is done
 * and not closed, which the driver has nothing to do for.
 *
 * <p>The name of the mapped device follows from the stamp, so it changes at the next start after a loss or a replacement; a
 * running device keeps its name and uuid.
 */
final class Hpt45xWriter extends OneSectorWriter<Hpt45x> {
    private static final Abilities ABILITIES = new Abilities(
                    Set.of(Level.RAID1, Level.RAID5_LEFT_ASYMMETRIC),
                    false,
                    LossMark.ON_SURVIVORS,
                    Crash.REDO,
                    "as the vendor's driver, a resync of a mirror derived")
            .provenBy(Judge.DMRAID, Judge.BLKID, Judge.VM);

    /** One byte less than the field has: the vendor's names end with a NUL. */
    private static final LabelRule LABELS = LabelRule.letters(0, 15);

    Hpt45xWriter() {
        super(Hpt45x.FROM_END);
    }

    @Override
    public Abilities abilities() {
        return ABILITIES;
    }

    @Override
    protected Optional<LabelRule> labels() {
        return Optional.of(LABELS);
    }

    @Override
    public Optional<Placement<Hpt45x>> placement() {
        return Optional.of(Hpt45xPlacement.INSTANCE);
    }

    @Override
    protected Hpt45x made(RaidSet set, int slot, Hpt45x ground) {
        return Hpt45xNewSet.member(set, slot, ground);
    }

    @Override
    protected Hpt45x told(SetChange<Hpt45x> change, int slot, Component.Member member) {
        return new Hpt45xChange(change).told(slot, member);
    }

    @Override
    protected Hpt45x renamed(Hpt45x block, String label) {
        return block.withLabel(label).sealed();
    }

    /** Number 0 of a mirror always has the data. */
    @Override
    protected List<Finding> against(Delta delta, Map<String, Hpt45x> known) {
        return delta.after().sets().stream()
                .filter(s ->
                        delta.before().set(s.name()).filter(b -> !b.equals(s)).isPresent())
                .filter(s -> s.level() == Level.RAID1 && Hpt45xChange.sources(s).isEmpty())
                .map(s -> Finding.error("hpt45x.no-source")
                        .found(s.toString())
                        .expected("a mirror of which one copy is good")
                        .remedy("attach the disks that have the data"))
                .toList();
    }

    @Override
    protected byte[] bytes(Hpt45x block) {
        return block.sector().toBytes();
    }

    @Override
    protected Hpt45x lost(Hpt45x block) {
        return block.failed() ? block : block.withFailed().sealed();
    }

    @Override
    protected Hpt45x spare(DiskInfo disk, Map<String, Hpt45x> known) {
        return Hpt45x.spare().sealed();
    }
}
