package org.dmkit.formats.nvidia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.nvidia.NvidiaMetadata.FLAGS;
import static org.dmkit.formats.nvidia.NvidiaMetadata.JOB_CODE;
import static org.dmkit.formats.nvidia.NvidiaMetadata.LEVEL;
import static org.dmkit.formats.nvidia.NvidiaMetadata.SECTOR_SIZE;
import static org.dmkit.formats.nvidia.NvidiaMetadata.STRIPE_WIDTH;
import static org.dmkit.formats.nvidia.NvidiaMetadata.TOTAL_VOLUMES;
import static org.dmkit.formats.nvidia.NvidiaMetadata.UNIT_FLAGS;
import static org.dmkit.formats.nvidia.NvidiaMetadata.UNIT_NUMBER;

import java.util.List;
import org.dmkit.formats.ChangedSectors;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RaidSet.Resync;
import org.junit.jupiter.api.Test;

/** Who may be read, who is written, and what is not started at all. */
class NvidiaStatesTest {
    private static final ChangedSectors<NvidiaMetadata> NVIDIA =
            new ChangedSectors<>(new NvidiaFormat(), NvidiaChecksum::valid);

    private static CorpusDisks<NvidiaMetadata> load(String name) {
        return CorpusDisks.load(new NvidiaFormat(), name);
    }

    private static CorpusDisks<NvidiaMetadata> mirror() {
        return load("raid1-unequal-sizes");
    }

    private static List<String> slots(CorpusDisks<NvidiaMetadata> c) {
        return Expected.slots(ChangedSectors.set(c));
    }

    @Test
    void the_unit_that_is_rebuilt_is_no_source() {
        assertThat(slots(load("raid1-rebuilding-unit0"))).containsExactly("sda rebuilding", "sdb");
        assertThat(slots(load("raid1-rebuilding-unit1"))).containsExactly("sda", "sdb rebuilding");
    }

    @Test
    void a_unit_is_rebuilt_whatever_the_job_says() {
        CorpusDisks<NvidiaMetadata> c = mirror();
        NVIDIA.set(c, "sdb", UNIT_FLAGS + 1, 1);
        assertThat(slots(c)).containsExactly("sda", "sdb rebuilding");
        NVIDIA.set(c, "sda sdb", JOB_CODE, 5);
        assertThat(slots(c)).containsExactly("sda", "sdb rebuilding");
        assertThat(ChangedSectors.set(c).resync()).isEqualTo(Resync.RESYNCING);
    }

    @Test
    void a_rebuild_without_a_target_is_not_started() {
        CorpusDisks<NvidiaMetadata> c = mirror();
        NVIDIA.set(c, "sda sdb", JOB_CODE, 3);
        assertThat(ChangedSectors.blocked(c)).isEqualTo("nvidia.target-unknown");
        assertThat(slots(c.copy().without("sdb"))).containsExactly("sda", "- unmarked");
    }

    @Test
    void a_first_or_a_later_sync_has_to_be_done() {
        assertThat(ChangedSectors.set(load("raid1-sync-dirty")).resync()).isEqualTo(Resync.RESYNCING);
        CorpusDisks<NvidiaMetadata> c = mirror();
        assertThat(ChangedSectors.set(c).resync()).isEqualTo(Resync.CLEAN);
        NVIDIA.set(c, "sdb", JOB_CODE, 2);
        assertThat(ChangedSectors.set(c).resync()).isEqualTo(Resync.RESYNCING);
    }

    @Test
    void a_migration_or_a_job_that_nobody_knows_is_not_started() {
        for (int job : new int[] {1, 4, 6, 255}) {
            CorpusDisks<NvidiaMetadata> c = mirror();
            NVIDIA.set(c, "sdb", JOB_CODE, job);
            assertThat(ChangedSectors.blocked(c)).as("job %d", job).isEqualTo("nvidia.job");
        }
    }

    @Test
    void who_was_not_told_of_the_error_was_away() {
        CorpusDisks<NvidiaMetadata> c = mirror();
        NVIDIA.set(c, "sda", FLAGS, 2);
        assertThat(slots(c)).containsExactly("sda", "- marked");
        assertThat(c.group().stale()).extracting(d -> d.name()).containsExactly("sdb");
        assertThat(ChangedSectors.codes(c)).containsExactly("nvidia.stale");

        CorpusDisks<NvidiaMetadata> parity = load("raid5-3disk-64k");
        NVIDIA.set(parity, "sda sdc", FLAGS, 6);
        assertThat(slots(parity)).containsExactly("sda", "- marked", "sdc");
    }

    @Test
    void an_error_that_a_lost_or_a_rebuilding_member_explains_is_none() {
        assertThat(slots(load("raid1-degraded-missing"))).contains("- marked");
        assertThat(ChangedSectors.set(load("raid1-degraded-missing")).health()).isEqualTo(Health.DEGRADED);
        assertThat(slots(load("raid01-degraded-error-flag"))).containsExactly("sda", "sdb", "sdc", "- marked");
        CorpusDisks<NvidiaMetadata> c = load("raid1-rebuilding-unit1");
        NVIDIA.set(c, "sda sdb", FLAGS, 2);
        assertThat(slots(c)).containsExactly("sda", "sdb rebuilding");
    }

    @Test
    void an_error_that_nothing_explains_hides_a_stale_member() {
        assertThat(ChangedSectors.blocked(load("raid1-error-flag-both-present")))
                .isEqualTo("nvidia.stale-unknown");
        CorpusDisks<NvidiaMetadata> stripe = load("raid0-2disk-64k");
        NVIDIA.set(stripe, "sda", FLAGS, 2);
        assertThat(ChangedSectors.blocked(stripe)).isEqualTo("nvidia.offline");
    }

    @Test
    void a_member_with_an_old_signature_is_another_set() {
        assertThat(load("raid1-stale-member").assemble().groups())
                .extracting(Group::name)
                .containsExactlyInAnyOrder("nvidia_aaaaaaaa", "nvidia_jdedhich");
    }

    @Test
    void spares_are_counted_or_not_and_never_members() {
        CorpusDisks<NvidiaMetadata> c = load("raid5-4disk-spare");
        assertThat(slots(c)).containsExactly("sda", "sdb", "sdc", "sdd");
        assertThat(c.group().spares()).extracting(d -> d.name()).containsExactly("sde");
        NVIDIA.set(c, "sda sdb sdc sdd sde", TOTAL_VOLUMES, 4);
        assertThat(slots(c)).containsExactly("sda", "sdb", "sdc", "sdd");
        NVIDIA.set(c, "sde", LEVEL, 0, 0, 0, 0);
        assertThat(slots(c)).containsExactly("sda", "sdb", "sdc", "sdd");
        assertThat(c.group().spares()).extracting(d -> d.name()).containsExactly("sde");

        CorpusDisks<NvidiaMetadata> degraded = load("raid1-degraded-with-spare");
        assertThat(slots(degraded)).containsExactly("sda", "- marked");
        assertThat(degraded.group().spares()).extracting(d -> d.name()).containsExactly("sdb");
    }

    @Test
    void a_spare_alone_is_a_group_without_sets() {
        CorpusDisks<NvidiaMetadata> c = load("raid1-degraded-with-spare").without("sda");
        NVIDIA.set(c, "sdb", LEVEL, 0, 0, 0, 0);
        assertThat(c.assemble().groups()).singleElement().satisfies(g -> {
            assertThat(g.sets()).isEmpty();
            assertThat(g.spares()).hasSize(1);
        });
    }

    @Test
    void what_nobody_knows_how_to_map_is_shown_and_not_started() {
        assertThat(ChangedSectors.blocked(load("raid5-asymmetric"))).isEqualTo("nvidia.level");
        CorpusDisks<NvidiaMetadata> raid3 = load("raid5-3disk-64k");
        NVIDIA.set(raid3, "sda sdb sdc", LEVEL, 0x83, 0, 0, 0);
        assertThat(ChangedSectors.blocked(raid3)).isEqualTo("nvidia.level");
        assertThat(raid3.found()).allSatisfy(f -> {
            assertThat(new NvidiaFormat()
                            .dmraid()
                            .orElseThrow()
                            .listed(f)
                            .type()
                            .word())
                    .isIn("raid4", "spare");
            assertThat(new NvidiaFormat().dmraid().orElseThrow().inSets(f)).isEmpty();
        });
        CorpusDisks<NvidiaMetadata> unknown = mirror();
        NVIDIA.set(unknown, "sda sdb", LEVEL, 0x8a, 0, 0, 0);
        assertThat(unknown.assemble().groups()).singleElement().satisfies(g -> {
            assertThat(g.sets()).isEmpty();
            assertThat(g.spares()).isEmpty();
            assertThat(g.disks()).hasSize(2);
        });
        assertThat(ChangedSectors.codes(unknown)).containsExactly("nvidia.level");
    }

    @Test
    void counts_that_cannot_be_are_not_started() {
        CorpusDisks<NvidiaMetadata> few = mirror();
        NVIDIA.set(few, "sda sdb", TOTAL_VOLUMES, 1);
        assertThat(ChangedSectors.blocked(few)).isEqualTo("nvidia.disks");
        CorpusDisks<NvidiaMetadata> wide = mirror();
        NVIDIA.set(wide, "sda sdb", STRIPE_WIDTH, 2);
        assertThat(ChangedSectors.blocked(wide)).isEqualTo("nvidia.disks");
        CorpusDisks<NvidiaMetadata> twice = mirror();
        NVIDIA.set(twice, "sdb", UNIT_NUMBER, 0);
        assertThat(ChangedSectors.blocked(twice)).isEqualTo("nvidia.same-slot");
        CorpusDisks<NvidiaMetadata> other = mirror();
        NVIDIA.set(other, "sda sdb", SECTOR_SIZE, 0, 16);
        assertThat(ChangedSectors.blocked(other)).isEqualTo("nvidia.sector-size");
    }

    @Test
    void members_that_contradict_each_other_are_not_started() {
        CorpusDisks<NvidiaMetadata> c = mirror();
        NVIDIA.set(c, "sdb", NvidiaMetadata.CAPACITY, 0, 0, 1, 0);
        assertThat(ChangedSectors.blocked(c)).isEqualTo("nvidia.contradiction");
    }
}
