package org.dmkit.raid.format;

import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;

/**
 * A metadata format. Implementations are stateless, found by {@link java.util.ServiceLoader}, safe for use by several
 * threads, and never throw on what a disk holds.
 *
 * @param <M> its metadata of one disk, an immutable value
 */
public interface Format<M> {
    /** The short word that set names begin with: {@code isw}. */
    String name();

    /** For people: {@code Intel Matrix / Rapid Storage}. */
    String description();

    /** The extents to read first on a disk of this size; none if the disk is too small. */
    List<Extent> anchors(DiskInfo disk);

    /** Where its metadata may lie on a disk of this size; all places where they are looked for are among them. */
    default List<Extent> mayLie(DiskInfo disk) {
        return anchors(disk);
    }

    /**
     * Decodes one disk. Called again with more sectors after {@link Reading.Needs}, a few rounds at most; not called where only zeros
     * were read, which are {@link Reading.Absent} in every format.
     */
    Reading<M> read(DiskInfo disk, Sectors sectors);

    /** Puts the disks of this format together: which belong to each other, which copy is believed, which sets they form. */
    Assembly assemble(List<Reading.Found<M>> found);

    /** How this format's metadata are changed; empty if they can only be read. */
    default Optional<MetadataWriter<M>> writer() {
        return Optional.empty();
    }

    /** What dmraid shows of its disks; empty for a format that dmraid doesn't know. */
    default Optional<DmraidView<M>> dmraid() {
        return Optional.empty();
    }
}
