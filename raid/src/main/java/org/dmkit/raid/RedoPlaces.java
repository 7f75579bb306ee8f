package org.dmkit.raid;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.Extent;

/** Finds sectors for a redo record that nothing else uses. */
final class RedoPlaces {
    /** A record lies in the last 128 sectors, which every scan reads anyway, so that it is found when the metadata are gone. */
    static final long WINDOW = 128;

    private RedoPlaces() {}

    /**
     * The lowest free run in the window: metadata sit at the end of a disk and grow downwards, so distance is room for them.
     *
     * @param diskSectors size of the disk
     * @param needed sectors
     * @param used every extent of the disk that holds data, metadata of any format, or a partition table
     */
    static Optional<Extent> find(long diskSectors, long needed, List<Extent> used) {
        List<Extent> sorted = new ArrayList<>(used);
        Collections.sort(sorted);
        long at = Math.max(0, diskSectors - WINDOW);
        for (Extent e : sorted) {
            if (e.end() <= at) {
                continue;
            }
            if (e.lba() >= at + needed) {
                break;
            }
            at = e.end();
        }
        return at + needed <= diskSectors ? Optional.of(new Extent(at, needed)) : Optional.empty();
    }
}
