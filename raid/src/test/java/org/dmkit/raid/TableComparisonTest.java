package org.dmkit.raid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.raid.TableComparison.sameMapping;

import org.dmkit.dm.Table;
import org.dmkit.dm.Target;
import org.junit.jupiter.api.Test;

class TableComparisonTest {
    private static Table table(String type, String parameters) {
        return Table.of(131072, Target.parse(type, parameters));
    }

    @Test
    void howARaidStartedDoesNotMatter() {
        Table running = table("raid", "raid1 3 0 rebuild 1 2 253:0 8:0 253:1 8:16");
        assertThat(sameMapping(running, table("raid", "raid1 1 0 2 253:0 8:0 253:1 8:16")))
                .isTrue();
        assertThat(sameMapping(running, table("raid", "raid1 4 0 nosync region_size 8192 2 253:0 8:0 253:1 8:16")))
                .isTrue();
    }

    @Test
    void whereARaidKeepsItsDataMatters() {
        Table running = table("raid", "raid5_la 1 128 3 253:0 8:0 253:1 8:16 253:2 8:32");
        assertThat(sameMapping(running, table("raid", "raid5_la 1 128 3 253:0 8:0 - - 253:2 8:32")))
                .isFalse();
        assertThat(sameMapping(running, table("raid", "raid5_la 1 128 3 253:0 8:0 253:3 8:16 253:2 8:32")))
                .isFalse();
        assertThat(sameMapping(running, table("raid", "raid5_la 1 64 3 253:0 8:0 253:1 8:16 253:2 8:32")))
                .isFalse();
        assertThat(sameMapping(running, table("raid", "raid5_ls 1 128 3 253:0 8:0 253:1 8:16 253:2 8:32")))
                .isFalse();
    }

    @Test
    void theLegsOfAMirrorMayStandInAnyOrder() {
        Table running = table("mirror", "core 2 128 sync 2 8:16 0 8:0 0 1 handle_errors");
        assertThat(sameMapping(running, table("mirror", "core 2 256 nosync 2 8:0 0 8:16 0 1 handle_errors")))
                .isTrue();
        assertThat(sameMapping(running, table("mirror", "core 2 128 nosync 2 8:0 0 8:16 8 1 handle_errors")))
                .isFalse();
        assertThat(sameMapping(running, table("mirror", "core 2 128 nosync 3 8:0 0 8:16 0 8:32 0 1 handle_errors")))
                .isFalse();
    }

    @Test
    void theOrderOfStripesMatters() {
        assertThat(sameMapping(table("striped", "2 128 8:0 0 8:16 0"), table("striped", "2 128 8:16 0 8:0 0")))
                .isFalse();
        assertThat(sameMapping(table("striped", "2 128 8:0 0 8:16 0"), table("striped", "2 128 8:0 0 8:16 0")))
                .isTrue();
    }

    @Test
    void lengthsMatter() {
        Target linear = Target.parse("linear", "8:0 0");
        assertThat(sameMapping(Table.of(8, linear), Table.of(16, linear))).isFalse();
        assertThat(sameMapping(Table.of(8, linear), Table.EMPTY)).isFalse();
    }
}
