package org.dmkit.raid.spi;

import java.util.List;
import java.util.Map;
import org.dmkit.raid.Finding;
import org.dmkit.raid.Group;

/** The half of a format that changes metadata. Stateless and pure. */
public interface MetadataWriter {
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
