package org.dmkit.raid.format;

import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;

/**
 * A present disk that bears metadata of a group, or is about to.
 *
 * @param standing what it is to the group
 * @param extents where the group's metadata lie on it, never free for anything else; none as long as it is only about to join
 */
public record Bearer(DiskInfo disk, Standing standing, List<Extent> extents) {
    public Bearer {
        extents = List.copyOf(extents);
    }

    /** What a disk is to a group; of a disk that is one thing to one set and another to another, the first of these. */
    public enum Standing {
        /** May be used, and does not wait: it stands in a slot of a set, or its group has none that anybody could map. */
        MEMBER,
        /** May be used, and waits for a failure. */
        SPARE,
        /** Must not be used: shut out, older, contradicting. */
        STALE
    }

    /** One on which its format has found metadata. */
    public static Bearer of(Reading.Found<?> found, Standing standing) {
        return new Bearer(found.disk(), standing, found.extents());
    }

    /** The same disk as something else. */
    public Bearer as(Standing other) {
        return new Bearer(disk, other, extents);
    }
}
