package org.dmkit.raid.spi;

import java.util.List;
import java.util.Map;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.Finding;
import org.dmkit.raid.Group;

/**
 * A metadata format. Implementations are stateless, found by {@link java.util.ServiceLoader}, safe for use by several
 * threads, and never throw on what a disk holds.
 */
public interface Format {
    /** The short word that set names begin with: {@code isw}. */
    String name();

    /** For people: {@code Intel Matrix / Rapid Storage}. */
    String description();

    /** The extents to read first on a disk of this size; none if the disk is too small. */
    List<Extent> anchors(DiskInfo disk);

    /** Decodes one disk. Called again with more sectors after {@link Reading.Needs}, a few rounds at most. */
    Reading read(DiskInfo disk, Sectors sectors);

    /** Puts the disks of this format together: which belong to each other, which copy is believed, which sets they form. */
    Assembly assemble(List<Reading.Found> found);

    /** The format's own rules on a change; any finding of severity ERROR refuses it. {@code t1} comes from {@code t0} by a change. */
    List<Finding> check(Group t0, Group t1);

    /**
     * The metadata of {@code t1}: what to write on each disk (by name), complete images in the order of writing. Disks whose
     * metadata stay as they are may be left out. A disk that is shut out (from {@code disks} to {@code stale}) is not written;
     * one that {@code t1} no longer lists at all gets images that erase its metadata. The difference between the two trees says what happened (a slot lost, a member starts or ends rebuilding, ...).
     */
    Map<String, List<Image>> encode(Group t0, Group t1);

    /** True if the format has a flag for "open for writing" ({@link org.dmkit.raid.RaidSet.Resync#DIRTY}). */
    boolean hasDirtyFlag();
}
