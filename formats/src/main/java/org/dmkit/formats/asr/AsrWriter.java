package org.dmkit.formats.asr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Judge;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.write.Generation;
import org.dmkit.raid.write.LabelRule;
import org.dmkit.raid.write.PerDiskWriter;

/**
 * How asr metadata are changed: mirrors, and arrays of mirrors or of stripes that are mirrored. All members get the same table, with the
 * next raidseq in every line of the array, and each has its own reserved block, which makes the table valid and is written after it.
 *
 * <p>No program that could be run creates or changes arrays. States, generations and spares are as IBM's authors meant them in dmraid's
 * asr.c, and the fields of new arrays as in the one real table; the rest is derived from what readers accept. What dmraid's code has
 * wrong is not followed: it raises raidseq in some lines only, gives a new disk of a mirror the capacity of the array, and calls
 * it optimal before it is copied.
 */
final class AsrWriter extends PerDiskWriter<AsrMetadata> {
    private static final Abilities ABILITIES = new Abilities(
                    Set.of(Level.RAID1),
                    true,
                    LossMark.ON_SURVIVORS,
                    Crash.REDO,
                    "derived from a real table and dmraid's asr.c")
            .provenBy(Judge.DMRAID, Judge.BLKID, Judge.VM);

    private static final LabelRule LABELS = LabelRule.letters(1, 16);
    private static final int SECTOR = 512;

    AsrWriter() {
        super(new Generation<>(AsrWriter::sequence, AsrWriter::withSequence, Generation.Count.ONE_BY_ONE));
    }

    private static int sequence(AsrMetadata metadata) {
        return metadata.array().orElseThrow().sequence();
    }

    /** In all lines: where there are lines of other arrays nothing is changed. */
    private static AsrMetadata withSequence(AsrMetadata metadata, int sequence) {
        return metadata.with(metadata.table()
                .withLines(metadata.lines().stream()
                        .map(l -> l.withSequence(sequence))
                        .toList()));
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
    public Optional<Placement<AsrMetadata>> placement() {
        return Optional.of(AsrPlacement.INSTANCE);
    }

    @Override
    protected AsrMetadata told(SetChange<AsrMetadata> change, int slot, Component.Member member) {
        return new AsrChange(change).told(slot, member);
    }

    @Override
    protected AsrMetadata made(RaidSet set, int slot, AsrMetadata ground) {
        return ground.with(AsrNewArray.table(
                set, ground.lines().stream().map(ConfigLine::magic).toList()));
    }

    /** {@link #told} has done it. */
    @Override
    protected AsrMetadata renamed(AsrMetadata block, String label) {
        return block;
    }

    @Override
    protected AsrMetadata lost(AsrMetadata block) {
        if (block.failed()) {
            return block;
        }
        return block.with(block.table()
                .withLines(block.lines().stream()
                        .map(l -> l.equals(block.own()) ? l.withState(Standing.FAILED) : l)
                        .toList()));
    }

    @Override
    protected AsrMetadata spare(DiskInfo disk, Map<String, AsrMetadata> known) {
        return AsrJoining.spare(disk, known);
    }

    @Override
    protected List<Image> images(DiskInfo disk, AsrMetadata told) {
        return List.of(
                new Image(told.reserved().table(), told.table().block().toBytes()),
                new Image(disk.sectors() - 1, told.reserved().block().toBytes()));
    }

    @Override
    protected List<Image> erased(DiskInfo disk) {
        return erased(disk, List.of());
    }

    /** First what makes the table valid. Other formats' leftovers in front of it go too. */
    @Override
    protected List<Image> erased(DiskInfo disk, List<Extent> known) {
        long last = disk.sectors() - 1;
        var usual = new Extent(AsrJoining.tableOf(disk), AsrReader.TABLE_SECTORS);
        var images = new ArrayList<Image>();
        images.add(new Image(last, new byte[SECTOR]));
        known.stream()
                .filter(e -> e.lba() != last && !e.overlaps(usual))
                .forEach(e -> images.add(new Image(e.lba(), new byte[SECTOR * (int) e.count()])));
        images.add(new Image(usual.lba(), new byte[RaidTable.SIZE]));
        return images;
    }

    @Override
    protected long room(DiskInfo disk) {
        return AsrJoining.tableOf(disk);
    }

    @Override
    protected List<Finding> joins(DiskInfo disk) {
        return AsrJoining.tooLarge(disk).stream().toList();
    }
}
