package org.dmkit.formats.pdc;

import java.util.ArrayList;
import java.util.Map;
import org.dmkit.blockio.DiskInfo;

/** The record of a disk that waits for a failure in any volume, as FreeBSD's graid writes it. */
final class PdcSpare {
    private static final int FLAGS = 0x0b;
    private static final int NO_PLACE = 0xff;

    private PdcSpare() {}

    /** @param known of the group, by name of disk */
    static PdcBlock of(DiskInfo disk, Map<String, PdcDisk> known) {
        var taken = new ArrayList<Long>();
        known.values().stream().flatMap(d -> d.blocks().stream()).forEach(b -> {
            taken.add(b.diskId());
            // The low half makes a name, as that of a volume does.
            taken.add(b.shortVolumeId());
        });
        return PdcNewSet.blank(PdcPlace.ofNew(disk))
                .withDiskId(PdcIds.of(disk, 0, taken))
                .withNumber(NO_PLACE)
                .withFlags(FLAGS)
                .withData(0, PdcPlacement.room(disk))
                .withRebuilt(PdcBlock.NONE)
                .withLabel("");
    }
}
