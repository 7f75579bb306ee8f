package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableStructureTest {
    @Test
    void aMirrorInSyncMayNameItsMembersInAnyOrderAndByAnyTarget() {
        assertThat(TableStructure.of("m: 0 800 mirror core 2 512 nosync 2 sda 0 sdb 0 1 handle_errors"))
                .isEqualTo(TableStructure.of("m: 0 800 raid raid1 2 0 nosync 2 - /dev/sdb - /dev/sda"));
    }

    @Test
    void theSourceOfAMirrorThatIsCopiedCounts() {
        assertThat(TableStructure.of("m: 0 800 mirror core 2 512 sync 2 sda 0 sdb 0"))
                .isNotEqualTo(TableStructure.of("m: 0 800 mirror core 2 512 sync 2 sdb 0 sda 0"));
    }

    @Test
    void linearsUnderneathAreOffsets() {
        assertThat(TableStructure.of("x: 0 900 linear sda 64\ns: 0 1800 striped 2 128 /dev/mapper/x 0 sdb 64"))
                .isEqualTo(TableStructure.of("s: 0 1800 striped 2 128 sda 64 sdb 64"));
        assertThat(TableStructure.of("r: 0 800 raid raid5_la 2 128 nosync 3 - <linear sda 8> - sdb - -"))
                .isNotEqualTo(TableStructure.of("r: 0 800 raid raid5_la 2 128 nosync 3 - sda - sdb - -"));
    }

    @Test
    void lengthsChunksAndTheOrderOfStripesCount() {
        var striped = TableStructure.of("s: 0 1800 striped 2 128 sda 0 sdb 0");
        assertThat(striped)
                .isNotEqualTo(TableStructure.of("s: 0 1799 striped 2 128 sda 0 sdb 0"))
                .isNotEqualTo(TableStructure.of("s: 0 1800 striped 2 64 sda 0 sdb 0"))
                .isNotEqualTo(TableStructure.of("s: 0 1800 striped 2 128 sdb 0 sda 0"));
    }

    @Test
    void setsBelowAreSeenThroughAndNotListed() {
        assertThat(TableStructure.of("""
                        t-0: 0 800 mirror core 2 64 nosync 2 sda 0 sdb 0
                        t-1: 0 800 mirror core 2 64 nosync 2 sdc 0 sdd 0
                        t: 0 1600 striped 2 128 t-0 0 t-1 0
                        """)).hasSize(1);
    }
}
