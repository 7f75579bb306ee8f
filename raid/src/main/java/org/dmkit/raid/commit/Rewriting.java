package org.dmkit.raid.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Step;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.read.DiskEnds;
import org.dmkit.raid.read.Images;
import org.dmkit.raid.record.Redo;
import org.dmkit.raid.record.RedoCodec;
import org.dmkit.raid.scan.Scan;

/**
 * Prepares to write one disk's metadata as they are given, whatever they mean: to erase them, or to bring them back. A record is
 * kept where recovery would know the sectors as metadata; without one it can be done again.
 */
public record Rewriting(Machine machine, Scan scan, List<Format<?>> formats) {
    /**
     * Prepares it.
     *
     * @param forbidden where sets have their data
     */
    public Rewrite prepare(DiskInfo disk, List<Image> images, List<Extent> forbidden)
            throws RefusedException, IOException {
        mustNotTouch(disk, images, forbidden);
        var before = new ArrayList<Image>();
        for (Image image : images) {
            before.add(Images.read(machine.disk(disk), image.extent()));
        }
        return new Rewrite(
                disk, before, images, new Plan(before.equals(images) ? List.of() : steps(disk, before, images)));
    }

    private static void mustNotTouch(DiskInfo disk, List<Image> images, List<Extent> forbidden)
            throws RefusedException {
        for (Image image : images) {
            for (Extent data : forbidden) {
                if (data.overlaps(image.extent())) {
                    throw RefusedException.because(
                            "change.data",
                            disk.name() + " has data of a set in sectors " + image.extent(),
                            "sectors without data",
                            "see: dmkit show");
                }
            }
        }
    }

    private List<Step> steps(DiskInfo disk, List<Image> before, List<Image> images) {
        Optional<Redo.Placed> redo = redo(disk, before, images);
        var steps = new ArrayList<Step>();
        redo.ifPresent(r -> steps.add(new Step.SaveRedo(r)));
        steps.add(new Step.WriteMetadata(disk.name(), before, images));
        redo.ifPresent(r -> steps.add(new Step.MarkRedo(r, Redo.State.FINISHED)));
        return steps;
    }

    private Optional<Redo.Placed> redo(DiskInfo disk, List<Image> before, List<Image> images) {
        var metadata = new ArrayList<Extent>(List.of(DiskEnds.tailOf(disk)));
        formats.forEach(f -> metadata.addAll(f.anchors(disk)));
        if (!images.stream().allMatch(i -> metadata.stream().anyMatch(m -> m.contains(i.extent())))) {
            return Optional.empty();
        }
        var member = Redo.Member.ofDiffering(disk.serial(), disk.sectors(), before, images);
        var redo = new Redo(UUID.randomUUID(), scan.redo().nextSequence(), false, disk.name(), List.of(member));
        return new RedoRoom(scan, d -> images.stream().map(Image::extent).toList())
                .find(disk, RedoCodec.sectors(redo))
                .map(at -> new Redo.Placed(redo, List.of(new Redo.Place(0, disk.name(), at))));
    }
}
