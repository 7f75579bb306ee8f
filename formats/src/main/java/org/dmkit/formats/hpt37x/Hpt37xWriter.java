package org.dmkit.formats.hpt37x;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Delta.Event;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Judge;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.write.LabelRule;
import org.dmkit.raid.write.PerDiskWriter;

/**
 * How hpt37x metadata are changed. Nobody but FreeBSD's ataraid writes them, and the vendor's own writer is not known: as ataraid
 * does, who goes on without a member, or has one rebuilt, gets a new id, so that a lost disk is in no set with them. The old id is kept
 * in the log of errors, so that the disk is known to be outdated when it comes back.
 *
 * <p>Sector 9 of a mirror is the record of both disks, and among the mirror's data: the kernel copies it with all else, at any time
 * and more than once. So while anything is to be copied both legs bear one and the same record, which says by itself whose it is
 * ({@link Hpt37xMark}); each gets its own again when that is done. In between no other program can tell the two apart: dmraid starts such a
 * mirror and copies from either disk. Reading sector 9 of the volume gives either disk's record; whoever writes to it (a boot loader, a
 * GUID partition table) destroys the metadata of both, which the vendor warns of and nobody can prevent.
 *
 * <p>The name of the mapped device follows from the id, so it changes at the next start after a loss or a replacement; a running
 * device keeps its name and uuid.
 */
final class Hpt37xWriter extends PerDiskWriter<Hpt37x> {
    private static final Abilities ABILITIES = new Abilities(
                    Set.of(Level.RAID1),
                    false,
                    LossMark.ON_SURVIVORS,
                    Crash.REDO,
                    "new ids as FreeBSD ataraid, rebuilds and resyncs derived")
            .provenBy(Judge.BLKID, Judge.VM);

    private static final LabelRule LABELS = LabelRule.letters(0, Hpt37x.NAME_LENGTH);

    @Override
    public Abilities abilities() {
        return ABILITIES;
    }

    @Override
    protected Optional<LabelRule> labels() {
        return Optional.of(LABELS);
    }

    @Override
    public Optional<Placement<Hpt37x>> placement() {
        return Optional.of(Hpt37xPlacement.INSTANCE);
    }

    @Override
    protected Hpt37x made(RaidSet set, int slot, Hpt37x ground) {
        return Hpt37xNewSet.member(set, slot, ground);
    }

    @Override
    protected Hpt37x told(SetChange<Hpt37x> change, int slot, Component.Member member) {
        return new Hpt37xChange(change).told(slot);
    }

    @Override
    protected Hpt37x renamed(Hpt37x block, String label) {
        return block.withLabel(label);
    }

    @Override
    protected Hpt37x lost(Hpt37x block) {
        return block.failed() ? block : block.withFailed();
    }

    @Override
    protected Hpt37x spare(DiskInfo disk, Map<String, Hpt37x> known) {
        return Hpt37x.spare(disk.sectors());
    }

    @Override
    protected List<Image> images(DiskInfo disk, Hpt37x block) {
        return List.of(new Image(Hpt37x.PLACE.lba(), block.sector().toBytes()));
    }

    @Override
    protected List<Image> erased(DiskInfo disk) {
        return List.of(new Image(Hpt37x.PLACE.lba(), new byte[Hpt37x.SIZE]));
    }

    /** The record is no end of the data, which go on behind it. */
    @Override
    protected long room(DiskInfo disk) {
        return disk.sectors();
    }

    @Override
    protected List<Finding> against(Delta delta, Map<String, Hpt37x> known) {
        var findings = new ArrayList<Finding>();
        for (RaidSet set : delta.after().sets()) {
            if (set.level() == Level.RAID1 && !delta.before().sets().contains(set)) {
                new Hpt37xLegs(set).findings().forEach(findings::add);
            }
        }
        boolean copying = known.values().stream().anyMatch(r -> r.mark().isPresent());
        if (copying) {
            delta.events(Event.Renamed.class)
                    .map(e -> Finding.error("hpt37x.copying")
                            .found("a mirror whose record the kernel may be copying")
                            .expected("one whose rebuild is done")
                            .remedy("wait for it: dmkit rebuild " + e.set() + " --wait"))
                    .forEach(findings::add);
        }
        return findings;
    }
}
