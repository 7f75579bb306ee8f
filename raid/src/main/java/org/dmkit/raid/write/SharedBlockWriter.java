package org.dmkit.raid.write;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Delta.Event;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.format.Update;

/**
 * A writer of metadata of which all members hold the same block: who is written, who becomes a spare, who is erased. A disk
 * that is shut out is not written.
 *
 * @param <M> the block
 */
public interface SharedBlockWriter<M> extends MetadataWriter<M> {
    /** The block {@code before} after a change of sets, in the old generation; empty if nothing is left that holds the disks together. */
    Optional<M> apply(Delta delta, M before);

    /** The same block in the next generation. */
    M next(M block);

    /** True if the block calls the disk one of those that hold it. */
    boolean lists(M block, DiskInfo disk);

    /** What to write on a disk for this block, in the order of writing. */
    List<Image> images(M block, DiskInfo disk);

    /** What to write on a disk that waits for a failure. */
    List<Image> spare(DiskInfo disk);

    /**
     * What to write on a disk to make an end of its metadata.
     *
     * @param known where they lie; empty if nobody has read them
     */
    List<Image> erased(DiskInfo disk, List<Extent> known);

    @Override
    default Update encode(Delta delta, Known<M> known) {
        M block = known.shared().orElseThrow();
        Map<String, List<Image>> images = new LinkedHashMap<>();
        Group before = delta.before();
        Group after = delta.after();
        if (delta.changesSets()) {
            apply(delta, block)
                    .ifPresentOrElse(
                            changed -> {
                                if (!changed.equals(block)) {
                                    images.putAll(members(next(changed), after));
                                }
                            },
                            () -> after.disks().forEach(d -> images.put(d.name(), spare(d))));
        }
        delta.events(Event.SpareAdded.class).map(Event.SpareAdded::disk).forEach(d -> images.put(d.name(), spare(d)));
        delta.events(Event.Released.class)
                .map(Event.Released::disk)
                .forEach(d -> images.put(d.name(), erased(d, before.extents(d))));
        return Update.of(images);
    }

    private Map<String, List<Image>> members(M block, Group group) {
        Map<String, List<Image>> images = new LinkedHashMap<>();
        group.disks().stream()
                .filter(d -> !group.spares().contains(d) && lists(block, d))
                .forEach(d -> images.put(d.name(), images(block, d)));
        return images;
    }
}
