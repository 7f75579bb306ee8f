package org.dmkit.raid.scan;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.raid.format.Sectors;

/** Recognises partition tables at the beginning of a disk, only to say that a disk isn't blank. */
final class PartitionTables {
    private static final ValueLayout.OfLong EIGHT_CHARACTERS =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final long EFI_PART = 0x4546492050415254L;

    private PartitionTables() {}

    static List<String> names(Sectors sectors) {
        var names = new ArrayList<String>();
        if (sectors.at(0).filter(PartitionTables::dos).isPresent()) {
            names.add("dos");
        }
        if (sectors.at(1).filter(s -> s.get(EIGHT_CHARACTERS, 0) == EFI_PART).isPresent()) {
            names.add("gpt");
        }
        return names;
    }

    private static boolean dos(MemorySegment sector) {
        return sector.get(ValueLayout.JAVA_BYTE, 510) == 0x55 && sector.get(ValueLayout.JAVA_BYTE, 511) == (byte) 0xaa;
    }
}
