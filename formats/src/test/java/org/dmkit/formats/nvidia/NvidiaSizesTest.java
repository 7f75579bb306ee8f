package org.dmkit.formats.nvidia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.nvidia.NvidiaMetadata.CAPACITY;

import java.util.List;
import org.dmkit.formats.ChangedSectors;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.raid.model.RaidSet;
import org.junit.jupiter.api.Test;

class NvidiaSizesTest {
    private static final ChangedSectors<NvidiaMetadata> NVIDIA =
            new ChangedSectors<>(new NvidiaFormat(), NvidiaChecksum::valid);

    private static CorpusDisks<NvidiaMetadata> load(String name) {
        return CorpusDisks.load(new NvidiaFormat(), name);
    }

    private static void capacity(CorpusDisks<NvidiaMetadata> c, String disks, long sectors) {
        NVIDIA.set(
                c, disks, CAPACITY, (int) sectors, (int) (sectors >> 8), (int) (sectors >> 16), (int) (sectors >> 24));
    }

    private static List<Long> lengths(RaidSet set) {
        return set.members().map(m -> m.extent().count()).toList();
    }

    @Test
    void a_capacity_that_fits_is_believed() {
        CorpusDisks<NvidiaMetadata> c = load("raid0-2disk-64k");
        capacity(c, "sda sdb", 1_000_192);
        assertThat(ChangedSectors.set(c).size()).isEqualTo(1_000_192);
        assertThat(lengths(ChangedSectors.set(c))).containsExactly(500_096L, 500_096L);
        assertThat(ChangedSectors.codes(c)).isEmpty();
    }

    @Test
    void no_capacity_or_one_that_does_not_fit_gives_way_to_the_disks() {
        for (long told : new long[] {0, 999_999_999}) {
            CorpusDisks<NvidiaMetadata> stripe = load("raid0-2disk-64k");
            capacity(stripe, "sda sdb", told);
            assertThat(ChangedSectors.set(stripe).size()).isEqualTo(2L * (156_301_486 / 128 * 128));
            assertThat(ChangedSectors.codes(stripe)).containsExactly("nvidia.capacity");
            CorpusDisks<NvidiaMetadata> mirror = load("raid1-unequal-sizes");
            capacity(mirror, "sda sdb", told);
            assertThat(ChangedSectors.set(mirror).size()).isEqualTo(204_798);
        }
    }

    @Test
    void a_capacity_that_wrapped_is_made_whole() {
        CorpusDisks<NvidiaMetadata> c = load("raid0-2disk-3tib");
        assertThat(ChangedSectors.set(c).size()).isEqualTo(12_884_901_632L);
        assertThat(ChangedSectors.codes(c)).containsExactly("nvidia.capacity");
    }

    @Test
    void the_sum_tells_what_a_jbod_takes_of_a_disk() {
        CorpusDisks<NvidiaMetadata> c = load("jbod-3disk-shuffled");
        assertThat(lengths(ChangedSectors.set(c))).containsExactly(204_798L, 131_070L, 98_302L);
        capacity(c, "sda sdb sdc", 3 * (98_302 / 128 * 128));
        assertThat(lengths(ChangedSectors.set(c))).containsExactly(98_176L, 98_176L, 98_176L);
        capacity(c, "sda sdb sdc", 204_800 + 131_072 + 98_304 - 3 * 2048);
        assertThat(lengths(ChangedSectors.set(c))).containsExactly(202_752L, 129_024L, 96_256L);
        assertThat(ChangedSectors.codes(c)).isEmpty();
        capacity(c, "sda sdb sdc", 4711);
        assertThat(lengths(ChangedSectors.set(c))).containsExactly(204_798L, 131_070L, 98_302L);
        assertThat(ChangedSectors.codes(c)).containsExactly("nvidia.capacity");
    }

    @Test
    void a_missing_disk_of_a_jbod_has_the_size_that_is_left() {
        assertThat(load("jbod-3disk-shuffled")
                        .without("sda")
                        .group()
                        .sets()
                        .getFirst()
                        .leaves()
                        .map(Object::toString))
                .last()
                .asString()
                .contains("98302");
    }
}
