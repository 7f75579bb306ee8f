package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.SectorBuffer;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A scan asks no format about a blank disk, so none may have anything to say about one. */
class BlankDiskTest {
    private static final MemorySegment ZEROS = SectorBuffer.allocate(1 << 15);

    static List<Format<?>> formats() {
        return Formats.all();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void zerosAreNobodysMetadata(Format<?> format) {
        Sectors zeros = extent -> Optional.of(ZEROS.asSlice(0, extent.count() * SectorBuffer.SECTOR));
        for (long sectors : new long[] {1, 63, 4096, 1L << 21, (1L << 32) + 5, 1L << 35}) {
            for (int sectorSize : new int[] {512, 4096}) {
                var disk = new DiskInfo("sda", sectors, sectorSize, "S", null, "", null, false);
                assertThat(format.read(disk, zeros)).isInstanceOf(Reading.Absent.class);
            }
        }
    }
}
