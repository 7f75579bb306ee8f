package org.dmkit.formats.sil;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Judge;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.write.Generation;
import org.dmkit.raid.write.LabelRule;
import org.dmkit.raid.write.PerDiskWriter;

/**
 * How sil metadata are changed. A disk that the set goes on without is behind the incarnation of the others from then on, so
 * that it is rebuilt if it returns; the disk itself is told as well, if it answers, and then stays out.
 */
final class SilWriter extends PerDiskWriter<SilMetadata> {
    private static final Abilities ABILITIES = new Abilities(
                    Set.of(Level.RAID1, Level.RAID5_LEFT_SYMMETRIC),
                    false,
                    LossMark.ON_SURVIVORS,
                    Crash.REDO,
                    "as FreeBSD graid")
            .provenBy(Judge.DMRAID, Judge.BLKID, Judge.VM);

    private static final LabelRule LABELS = LabelRule.letters(1, 16);

    SilWriter() {
        super(new Generation<>(SilMetadata::incarnation, SilMetadata::withIncarnation));
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
    public Optional<Placement<SilMetadata>> placement() {
        return Optional.of(SilPlacement.INSTANCE);
    }

    @Override
    protected SilMetadata made(RaidSet set, int slot, SilMetadata ground) {
        return SilNewSet.member(set, slot, ground);
    }

    @Override
    protected SilMetadata renamed(SilMetadata block, String label) {
        return block.withText(label).sealed();
    }

    @Override
    protected SilMetadata told(SetChange<SilMetadata> change, int slot, Component.Member member) {
        SilMetadata own = change.has(member.disk())
                ? change.own(member.disk()).orElseThrow()
                : newcomer(change, slot, member.disk());
        SilMetadata block = member.state() == Component.State.IN_SYNC
                ? own.withStatus(SilMetadata.CURRENT).withRebuiltUpTo(0)
                : own.rebuilding() ? own : own.withStatus(SilMetadata.REBUILD).withRebuiltUpTo(0);
        return block.withState(change.after().resync() == Resync.RESYNCING ? SilMetadata.NOT_SYNCED : SilMetadata.CLEAN)
                .sealed();
    }

    private static SilMetadata newcomer(SetChange<SilMetadata> change, int slot, DiskInfo disk) {
        return SilIdentify.of(disk, change.known()).in(change.source(), slot).withStatus(SilMetadata.CURRENT);
    }

    @Override
    protected SilMetadata lost(SilMetadata block) {
        return block.withStatus(SilMetadata.REMOVED).sealed();
    }

    @Override
    protected SilMetadata spare(DiskInfo disk, Map<String, SilMetadata> known) {
        return SilSpare.of(disk, known);
    }

    @Override
    protected List<Image> images(DiskInfo disk, SilMetadata block) {
        return block.images(disk);
    }

    @Override
    protected List<Image> erased(DiskInfo disk) {
        return SilReader.places(disk).stream()
                .map(place -> new Image(place.lba(), new byte[512]))
                .toList();
    }

    @Override
    protected long room(DiskInfo disk) {
        return SilSizes.room(disk.sectors());
    }
}
