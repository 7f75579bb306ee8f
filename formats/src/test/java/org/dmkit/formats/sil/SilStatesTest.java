package org.dmkit.formats.sil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.sil.SilMetadata.ARRAY_SECTORS;
import static org.dmkit.formats.sil.SilMetadata.CHUNK;
import static org.dmkit.formats.sil.SilMetadata.DISK_NUMBER;
import static org.dmkit.formats.sil.SilMetadata.DRIVES_PER_MIRROR;
import static org.dmkit.formats.sil.SilMetadata.INCARNATION;
import static org.dmkit.formats.sil.SilMetadata.MEMBER_STATUS;
import static org.dmkit.formats.sil.SilMetadata.SET_STATE;
import static org.dmkit.formats.sil.SilMetadata.TYPE;
import static org.dmkit.formats.sil.SilMetadata.VENDOR;

import java.util.List;
import org.dmkit.formats.ChangedSectors;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RaidSet.Resync;
import org.junit.jupiter.api.Test;

/** Who may be read, who is written, and what is not started at all. */
class SilStatesTest {
    private static final ChangedSectors<SilMetadata> SIL = new ChangedSectors<>(new SilFormat(), SilChecksum::valid);

    private static CorpusDisks<SilMetadata> load(String name) {
        return CorpusDisks.load(new SilFormat(), name);
    }

    private static CorpusDisks<SilMetadata> mirror() {
        return load("raid1-3way");
    }

    private static List<String> slots(CorpusDisks<SilMetadata> c) {
        return Expected.slots(ChangedSectors.set(c));
    }

    @Test
    void a_member_that_is_rebuilt_is_no_source() {
        assertThat(slots(load("raid1-rebuilding"))).containsExactly("sda rebuilding", "sdb");
    }

    @Test
    void a_member_of_an_older_incarnation_is_rebuilt() {
        assertThat(slots(load("raid1-stale-member"))).containsExactly("sda rebuilding", "sdb");
        assertThat(ChangedSectors.codes(load("raid1-stale-member"))).containsExactly("sil.behind");
    }

    @Test
    void incarnations_are_compared_across_their_wrap() {
        CorpusDisks<SilMetadata> c = mirror();
        SIL.set(c, "sda", INCARNATION, 0xff, 0xff, 0xff, 0xff);
        SIL.set(c, "sdb sdc", INCARNATION, 1, 0, 0, 0);
        assertThat(slots(c)).containsExactly("sda rebuilding", "sdb", "sdc");
    }

    @Test
    void a_dropped_or_removed_member_is_not_used() {
        assertThat(slots(load("raid1-dropped-member"))).containsExactly("sda", "- marked");
        assertThat(ChangedSectors.codes(load("raid1-dropped-member"))).containsExactly("sil.failed");
        for (int status : new int[] {0, 3, 4, 5, 255}) {
            CorpusDisks<SilMetadata> c = mirror();
            SIL.set(c, "sdb", MEMBER_STATUS, status);
            assertThat(slots(c)).as("status %d", status).containsExactly("sda", "- marked", "sdc");
        }
    }

    @Test
    void a_member_that_is_not_clean_is_made_so_from_those_that_are() {
        CorpusDisks<SilMetadata> c = mirror();
        SIL.set(c, "sda", SET_STATE, 1);
        assertThat(slots(c)).containsExactly("sda rebuilding", "sdb", "sdc");
        assertThat(ChangedSectors.set(c).resync()).isEqualTo(Resync.CLEAN);
    }

    @Test
    void where_none_is_clean_the_newest_are_made_equal() {
        CorpusDisks<SilMetadata> c = mirror();
        SIL.set(c, "sda sdb sdc", SET_STATE, 1);
        assertThat(slots(c)).containsExactly("sda", "sdb", "sdc");
        assertThat(ChangedSectors.set(c).resync()).isEqualTo(Resync.RESYNCING);
        SIL.set(c, "sdb sdc", INCARNATION, 9);
        assertThat(slots(c)).containsExactly("sda rebuilding", "sdb", "sdc");
        assertThat(ChangedSectors.set(c).resync()).isEqualTo(Resync.RESYNCING);
    }

    @Test
    void a_stale_member_is_no_source_even_if_no_other_is_good() {
        CorpusDisks<SilMetadata> c = load("raid1-stale-member");
        SIL.set(c, "sdb", MEMBER_STATUS, 2);
        assertThat(slots(c)).containsExactly("sda rebuilding", "sdb rebuilding");
        assertThat(ChangedSectors.set(c).health()).isEqualTo(Health.FAILED);
    }

    @Test
    void a_disk_that_was_replaced_stays_out_when_it_returns() {
        CorpusDisks<SilMetadata> c = mirror();
        SIL.set(c, "sda sdb", INCARNATION, 9);
        SIL.set(c, "sdc", DISK_NUMBER, 1);
        SIL.set(c, "sda sdb sdc", DRIVES_PER_MIRROR, 2);
        assertThat(slots(c)).containsExactly("sda", "sdb");
        assertThat(c.group().stale()).extracting(d -> d.name()).containsExactly("sdc");

        CorpusDisks<SilMetadata> other = mirror();
        SIL.set(other, "sda sdb", INCARNATION, 9);
        SIL.set(other, "sdc", CHUNK, 64);
        assertThat(slots(other)).containsExactly("sda", "sdb", "- marked");
        assertThat(ChangedSectors.codes(other)).containsExactly("sil.stale");
    }

    @Test
    void a_stripe_knows_no_stale_members() {
        CorpusDisks<SilMetadata> c = load("raid0-2disk-64k");
        SIL.set(c, "sdb", INCARNATION, 7);
        SIL.set(c, "sdb", SET_STATE, 1);
        assertThat(slots(c)).containsExactly("sda", "sdb");
        assertThat(ChangedSectors.codes(c)).containsExactly("sil.behind");
        SIL.set(c, "sda", MEMBER_STATUS, 3);
        assertThat(ChangedSectors.set(c).health()).isEqualTo(Health.FAILED);
    }

    @Test
    void spares_belong_to_a_set_or_to_nobody_and_are_never_members() {
        CorpusDisks<SilMetadata> own = load("raid1-spare-own-timestamp");
        assertThat(slots(own)).containsExactly("sda", "sdb");
        assertThat(own.assemble().groups())
                .filteredOn(g -> g.sets().isEmpty())
                .singleElement()
                .satisfies(g -> assertThat(g.spares()).extracting(d -> d.name()).containsExactly("sdc"));

        CorpusDisks<SilMetadata> same = load("raid1-spare-same-timestamp-last");
        assertThat(slots(same)).containsExactly("sda", "sdc");
        assertThat(same.group().spares()).extracting(d -> d.name()).containsExactly("sdb");
    }

    @Test
    void a_disk_of_a_type_that_nobody_knows_is_shut_out_of_the_set() {
        CorpusDisks<SilMetadata> c = mirror();
        SIL.set(c, "sdb", TYPE, 0x77);
        assertThat(slots(c)).containsExactly("sda", "- unmarked", "sdc");
        assertThat(c.group().stale()).extracting(d -> d.name()).containsExactly("sdb");
    }

    @Test
    void what_contradicts_itself_is_not_started() {
        assertThat(ChangedSectors.blocked(load("duplicate-unit"))).isEqualTo("sil.same-slot");
        assertThat(ChangedSectors.blocked(load("stripe-zero"))).isEqualTo("sil.chunk");
        assertThat(ChangedSectors.blocked(load("array-larger-than-disks"))).isEqualTo("sil.no-room");
        CorpusDisks<SilMetadata> size = mirror();
        SIL.set(size, "sdb", ARRAY_SECTORS, 0, 0, 1);
        assertThat(ChangedSectors.blocked(size)).isEqualTo("sil.contradiction");
        CorpusDisks<SilMetadata> vendor = mirror();
        SIL.set(vendor, "sda sdb sdc", VENDOR, 0x86, 0x80);
        assertThat(ChangedSectors.blocked(vendor)).isEqualTo("sil.vendor");
        CorpusDisks<SilMetadata> copies = load("raid10-4disk-size-is-volume");
        SIL.set(copies, "sda sdb sdc sdd", DRIVES_PER_MIRROR, 3);
        assertThat(ChangedSectors.blocked(copies)).isEqualTo("sil.copies");
        CorpusDisks<SilMetadata> sum = load("jbod-2disk");
        SIL.set(sum, "sda sdb", ARRAY_SECTORS, 1, 2, 3);
        assertThat(ChangedSectors.blocked(sum)).isEqualTo("sil.no-sum");
    }
}
