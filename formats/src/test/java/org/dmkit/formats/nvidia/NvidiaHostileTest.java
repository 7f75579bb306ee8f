package org.dmkit.formats.nvidia;

import static org.assertj.core.api.Assertions.assertThat;

import org.dmkit.blockio.DiskInfo;
import org.dmkit.formats.ChangedSectors;
import org.junit.jupiter.api.Test;

class NvidiaHostileTest {
    @Test
    void no_block_makes_reading_throw_or_a_set_leave_its_disks() {
        assertThat(new ChangedSectors<>(new NvidiaFormat(), NvidiaChecksum::valid).survive(100, 0, NvidiaMetadata.SIZE))
                .as("sets that could still be started")
                .isPositive();
    }

    @Test
    void a_disk_that_cannot_have_a_block_is_not_asked_for_one() {
        assertThat(new NvidiaFormat().anchors(disk(2, 512))).isEmpty();
        assertThat(new NvidiaFormat().anchors(disk(204800, 4096))).isEmpty();
        assertThat(new NvidiaFormat().anchors(disk(3, 512))).hasSize(1);
    }

    private static DiskInfo disk(long sectors, int sectorSize) {
        return new DiskInfo("sda", sectors, sectorSize, "", null, "", null, false);
    }
}
