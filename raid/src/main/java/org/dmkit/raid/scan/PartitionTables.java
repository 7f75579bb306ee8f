package org.dmkit.raid.scan;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.raid.format.Sectors;

/**
 * Recognises partition tables at the beginning of a disk, only to say that a disk isn't blank. In byte buffers: what reads a segment is
 * linked when first called.
 */
final class PartitionTables {
    private static final long EFI_PART = 0x4546492050415254L;

    private PartitionTables() {}

    static List<String> names(Sectors sectors) {
        var names = new ArrayList<String>();
        if (sectors.at(0).filter(PartitionTables::dos).isPresent()) {
            names.add("dos");
        }
        if (sectors.at(1).filter(s -> s.asByteBuffer().getLong(0) == EFI_PART).isPresent()) {
            names.add("gpt");
        }
        return names;
    }

    private static boolean dos(MemorySegment sector) {
        return sector.asByteBuffer().getShort(510) == 0x55aa;
    }
}
