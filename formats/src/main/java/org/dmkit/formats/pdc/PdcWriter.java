package org.dmkit.formats.pdc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Judge;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.write.Generation;
import org.dmkit.raid.write.LabelRule;
import org.dmkit.raid.write.PerDiskWriter;

/**
 * How pdc metadata are changed, as FreeBSD's graid does it: whoever is left in a volume gets its next generation and says of all
 * members how they stand. A lost disk that answers is told so in its own generation.
 *
 * <p>Where graid's encoding is not followed: a disk that takes a place has an id of its own, so that not the generation alone tells
 * it from the one before; no record of unused space is written, for which dmraid drops the whole set; {@code disk_rebuild} is all
 * ones on members in sync. What old BIOSes fill with bytes that count down stays.
 */
final class PdcWriter extends PerDiskWriter<PdcDisk> {
    private static final Abilities ABILITIES = new Abilities(
                    Set.of(Level.RAID1, Level.RAID5_LEFT_ASYMMETRIC),
                    true,
                    LossMark.ON_SURVIVORS,
                    Crash.REDO,
                    "as FreeBSD graid")
            .provenBy(Judge.DMRAID, Judge.BLKID, Judge.VM);

    private static final LabelRule LABELS = new LabelRule(
            Pattern.compile("|[!-~]|[!-~][ -~]{0,30}[!-~]"), "at most 32 characters of ASCII, no blanks around");

    @Override
    public Abilities abilities() {
        return ABILITIES;
    }

    @Override
    protected Optional<LabelRule> labels() {
        return Optional.of(LABELS);
    }

    @Override
    public Optional<Placement<PdcDisk>> placement() {
        return Optional.of(PdcPlacement.INSTANCE);
    }

    @Override
    protected Optional<Generation<PdcDisk>> generation(RaidSet set) {
        return Optional.of(new Generation<>(
                d -> d.in(set.name()).orElseThrow().generation(),
                (d, next) -> d.with(
                        d.in(set.name()).orElseThrow().withGeneration(next).sealed()),
                Generation.Count.WRAPPING_16_BITS));
    }

    @Override
    protected PdcDisk told(SetChange<PdcDisk> change, int slot, Component.Member member) {
        return new PdcChange(change).told(slot, member);
    }

    @Override
    protected PdcDisk made(RaidSet set, int slot, PdcDisk ground) {
        PdcBlock own = PdcNewSet.member(set, slot, ground.blocks().getFirst());
        return ground.with(own.sealed());
    }

    /** Which of its volumes is renamed only {@link #told} knows. */
    @Override
    protected PdcDisk renamed(PdcDisk disk, String label) {
        return disk;
    }

    @Override
    protected PdcDisk lost(PdcDisk disk) {
        PdcDisk told = disk;
        for (PdcBlock block : disk.volumes()) {
            var place = block.placeOf(block.diskId(), block.number());
            PdcBlock own = block.withFlags(block.flags().down());
            told = told.with((place.isPresent()
                            ? own.withFlagsOf(
                                    place.getAsInt(),
                                    block.flagsOf(place.getAsInt()).down())
                            : own)
                    .sealed());
        }
        return told;
    }

    @Override
    protected PdcDisk without(PdcDisk disk, RaidSet deleted) {
        return disk.without(deleted.name());
    }

    @Override
    protected PdcDisk spare(DiskInfo disk, Map<String, PdcDisk> known) {
        List<PdcBlock> old =
                Optional.ofNullable(known.get(disk.name())).map(PdcDisk::blocks).orElse(List.of());
        return PdcJoining.disk(disk, List.of(PdcSpare.of(disk, known).sealed()), old);
    }

    @Override
    protected List<Image> images(DiskInfo disk, PdcDisk told) {
        return told.blocks().stream()
                .map(b -> new Image(b.lba(), b.block().toBytes()))
                .toList();
    }

    @Override
    protected List<Image> erased(DiskInfo disk) {
        return erased(disk, List.of(new Extent(PdcPlace.ofNew(disk), PdcPlace.SECTORS)));
    }

    @Override
    protected List<Image> erased(DiskInfo disk, List<Extent> known) {
        return known.stream()
                .map(e -> new Image(e.lba(), new byte[PdcBlock.SIZE]))
                .toList();
    }

    @Override
    protected long room(DiskInfo disk) {
        return PdcPlace.ofNew(disk);
    }
}
