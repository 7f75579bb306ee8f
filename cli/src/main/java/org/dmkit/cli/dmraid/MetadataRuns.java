package org.dmkit.cli.dmraid;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.Extent;

/** Where metadata lie on a disk, what touches put together. */
final class MetadataRuns {
    private MetadataRuns() {}

    /** In ascending order, none touching another. */
    static List<Extent> of(List<Extent> extents) {
        var runs = new ArrayList<Extent>();
        for (Extent extent : extents.stream().sorted().toList()) {
            Extent last = runs.isEmpty() ? null : runs.getLast();
            if (last != null && extent.lba() <= last.end()) {
                runs.removeLast();
                runs.add(new Extent(last.lba(), Math.max(last.end(), extent.end()) - last.lba()));
            } else {
                runs.add(extent);
            }
        }
        return runs;
    }
}
