package org.dmkit.formats.sil;

import static org.assertj.core.api.Assertions.assertThat;

import org.dmkit.blockio.DiskInfo;
import org.dmkit.formats.ChangedSectors;
import org.junit.jupiter.api.Test;

class SilHostileTest {
    @Test
    void no_copy_makes_reading_throw_or_a_set_leave_its_disks() {
        assertThat(new ChangedSectors<>(new SilFormat(), SilChecksum::valid)
                        .survive(100, SilMetadata.ARRAY_SECTORS - 12, SilMetadata.COVERED))
                .as("sets that could still be started")
                .isPositive();
    }

    @Test
    void a_disk_that_cannot_have_copies_is_not_asked_for_them() {
        assertThat(new SilFormat().anchors(disk(1537, 512))).isEmpty();
        assertThat(new SilFormat().anchors(disk(204800, 4096))).isEmpty();
        assertThat(new SilFormat().anchors(disk(1538, 512))).hasSize(4);
    }

    private static DiskInfo disk(long sectors, int sectorSize) {
        return new DiskInfo("sda", sectors, sectorSize, "", null, "", null, false);
    }
}
