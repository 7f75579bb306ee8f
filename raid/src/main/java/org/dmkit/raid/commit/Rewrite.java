package org.dmkit.raid.commit;

import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.format.Image;

/**
 * Sectors of one disk that get other bytes, whatever they mean.
 *
 * @param before what is there
 * @param after what shall be there: the same extents
 * @param plan empty if that is there already
 */
public record Rewrite(DiskInfo disk, List<Image> before, List<Image> after, Plan plan) {
    public Rewrite {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }
}
