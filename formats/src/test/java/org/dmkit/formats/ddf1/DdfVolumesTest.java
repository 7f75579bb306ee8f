package org.dmkit.formats.ddf1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.ddf1.DdfSectors.load;
import static org.dmkit.formats.ddf1.DdfSectors.metadata;
import static org.dmkit.formats.ddf1.DdfSectors.names;
import static org.dmkit.formats.ddf1.DdfSectors.physical;
import static org.dmkit.formats.ddf1.DdfSectors.records;
import static org.dmkit.formats.ddf1.DdfSectors.virtual;

import java.util.List;
import org.dmkit.formats.Expected;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RaidSet.Resync;
import org.junit.jupiter.api.Test;

/** What the sets are, which disks may be in them, and what keeps them from starting. */
class DdfVolumesTest {
    private static final int STATE = 30;

    private static List<String> slots(DdfCase c) {
        return Expected.slots(c.set());
    }

    private static void state(DdfCase c, List<String> tellers, int index, int state) {
        physical(c, tellers, index, e -> e.with16(STATE, state));
    }

    // --- disks

    @Test
    void a_failed_or_missing_disk_is_never_read() {
        for (int bad : new int[] {0x3, 0x42, 0x0, 0xb}) {
            DdfCase c = load("raid1-3");
            state(c, names(c), 1, bad);
            assertThat(slots(c)).as("%x", bad).containsExactly("sda", "- marked", "sdc");
            assertThat(c.group().stale()).extracting(d -> d.name()).containsExactly("sdb");
            assertThat(c.codes()).contains("ddf1.shut-out");
        }
    }

    @Test
    void what_mdadm_failed_or_missed_is_out() {
        assertThat(slots(load("mdadm-raid5-failed-member"))).containsExactly("- marked", "sda", "sdc");
        assertThat(slots(load("mdadm-raid1-member-missing-at-assembly"))).containsExactly("- marked", "sda");
        DdfCase rebuilt = load("mdadm-raid1-rebuilt-on-spare");
        assertThat(slots(rebuilt)).containsExactly("sdb", "sdc");
        // The type of the failed disk still says spare.
        assertThat(rebuilt.group().spares()).isEmpty();
    }

    @Test
    void a_rebuilding_disk_is_no_source() {
        DdfCase c = load("raid1-2-unequal");
        state(c, names(c), 0, 0x5);
        assertThat(slots(c)).containsExactly("sda rebuilding", "sdb");
        assertThat(c.set().health()).isEqualTo(Health.DEGRADED);
    }

    @Test
    void an_absent_disk_is_missing_and_not_yet_marked() {
        DdfCase c = load("raid5-rlq0-4").without("sdb");
        assertThat(slots(c)).containsExactly("sda", "- unmarked", "sdc", "sdd");
        assertThat(c.without("sdc").set().health()).isEqualTo(Health.FAILED);
    }

    @Test
    void the_newest_copy_says_who_is_good_even_if_it_was_written_before_the_others() {
        DdfCase c = load("raid1-3");
        DdfSectors.headers(c, "sda", b -> b.with32(40, 8));
        state(c, List.of("sda"), 2, 0x42);
        assertThat(slots(c)).containsExactly("sda", "sdb", "- marked");
        assertThat(c.codes()).contains("ddf1.older");
        // Of equals, who knows of a loss.
        DdfCase equal = load("raid1-3");
        state(equal, List.of("sdb"), 2, 0x42);
        assertThat(slots(equal)).containsExactly("sda", "sdb", "- marked");
    }

    @Test
    void a_copy_that_was_being_written_counts_one_less() {
        DdfCase c = load("raid1-3");
        DdfSectors.headers(c, "sda", b -> b.with32(40, 8).with8(48, 1));
        state(c, List.of("sda"), 2, 0x42);
        DdfSectors.headers(c, "sdb", b -> b.with32(40, 8));
        assertThat(slots(c)).containsExactly("sda", "sdb", "sdc");
    }

    @Test
    void two_halves_that_call_each_other_lost_are_not_started() {
        DdfCase c = load("raid1-2-unequal");
        state(c, List.of("sda"), 1, 0x42);
        state(c, List.of("sdb"), 0, 0x42);
        assertThat(c.blocked()).containsExactly("ddf1.split");
    }

    @Test
    void two_disks_of_one_reference_keep_the_set_from_starting() {
        DdfCase c = load("raid1-2-unequal");
        long first = metadata(c, "sda").reference();
        DdfSectors.section(c, "sdb", DdfHeader.Section.DISK_DATA, b -> b.with32(DdfDisk.REFERENCE, first));
        assertThat(c.blocked()).containsExactly("ddf1.same-reference");
    }

    @Test
    void a_foreign_or_ailing_disk_is_used_and_told() {
        DdfCase c = load("raid1-3");
        physical(c, names(c), 0, e -> e.with16(28, 0x12));
        state(c, names(c), 1, 0x31);
        assertThat(slots(c)).containsExactly("sda", "sdb", "sdc");
        assertThat(c.codes()).containsExactly("ddf1.ailing", "ddf1.foreign");
    }

    @Test
    void spares_wait_in_the_group() {
        assertThat(load("raid1-2-dedicated-spare").group().spares())
                .extracting(d -> d.name())
                .containsExactly("sdc");
        assertThat(load("mdadm-container-only").assemble().groups().getFirst().spares())
                .extracting(d -> d.name())
                .containsExactly("sda", "sdb");
    }

    // --- volumes

    @Test
    void what_is_not_in_sync_is_resynced() {
        assertThat(load("mdadm-raid1-dirty").set().resync()).isEqualTo(Resync.RESYNCING);
        assertThat(load("raid1-2-dirty").set().resync()).isEqualTo(Resync.RESYNCING);
        DdfCase open = load("raid1-3");
        virtual(open, e -> e.with8(32, 0x10));
        assertThat(open.set().resync()).isEqualTo(Resync.DIRTY);
    }

    @Test
    void two_levels_are_sets_of_sets() {
        RaidSet three = load("mdadm-raid10-6-3way").set();
        assertThat(three.level()).isEqualTo(Level.RAID0);
        assertThat(three.size()).isEqualTo(2 * 98304);
        assertThat(Expected.slots(three)).containsExactly("sde", "sdf", "sdb", "sdd", "sda", "sdc");
        assertThat(three.components())
                .extracting(c -> ((Component.Subset) c).set().level())
                .containsOnly(Level.RAID1);
        RaidSet mirrored = load("raid01-4").set();
        assertThat(mirrored.level()).isEqualTo(Level.RAID1);
        assertThat(mirrored.components())
                .extracting(c -> ((Component.Subset) c).set().level())
                .containsOnly(Level.RAID0);
    }

    @Test
    void a_lost_mirror_fails_the_stripe_above_it() {
        DdfCase c = load("raid10-4-srl-striped").without("sdc");
        assertThat(c.set().health()).isEqualTo(Health.DEGRADED);
        c.without("sdd");
        assertThat(c.set().health()).isEqualTo(Health.FAILED);
        assertThat(Expected.slots(c.set())).containsExactly("sda", "sdb", "- unmarked", "- unmarked");
    }

    @Test
    void parity_turns_as_the_qualifier_says() {
        DdfCase c = load("raid5-rlq0-4");
        Level[] levels = {
            Level.RAID5_RIGHT_ASYMMETRIC,
            Level.RAID5_RIGHT_SYMMETRIC,
            Level.RAID5_LEFT_ASYMMETRIC,
            Level.RAID5_LEFT_SYMMETRIC
        };
        for (int qualifier = 0; qualifier < levels.length; qualifier++) {
            int q = qualifier;
            records(c, b -> b.with8(68, q));
            assertThat(c.set().level()).isEqualTo(levels[qualifier]);
        }
        assertThat(load("mdadm-raid6-5").set().level()).isEqualTo(Level.RAID6_N_CONTINUE);
        assertThat(load("mdadm-raid5-ra-3").set().level()).isEqualTo(Level.RAID5_RIGHT_ASYMMETRIC);
        assertThat(load("mdadm-raid5-la-4").set().level()).isEqualTo(Level.RAID5_LEFT_ASYMMETRIC);
        assertThat(load("raid5-rlq1-3").set().level()).isEqualTo(Level.RAID5_RIGHT_SYMMETRIC);
        assertThat(load("mdadm-raid4-3").set().level()).isEqualTo(Level.RAID4);
        records(c, b -> b.with8(67, 4).with8(68, 0));
        assertThat(c.set().level()).isEqualTo(Level.RAID4_PARITY_FIRST);
    }

    @Test
    void adaptec_turns_it_left_and_restarts_whatever_the_qualifier_says() {
        DdfCase c = load("raid5-rlq0-4");
        for (String disk : names(c)) {
            DdfDisk d = metadata(c, disk);
            long controller = d.activeLba() + d.active().offset(DdfHeader.Section.CONTROLLER);
            DdfSectors.writeSector(
                    c, disk, controller, DdfSectors.sealed(d.controller().with16(32, 0x9005)));
        }
        assertThat(c.set().level()).isEqualTo(Level.RAID5_LEFT_ASYMMETRIC);
    }

    @Test
    void what_no_target_lays_out_is_shown_and_not_started() {
        assertThat(load("raid1e-3").blocked()).containsExactly("ddf1.level");
        assertThat(load("mdadm-raid1e-far-4").blocked()).containsExactly("ddf1.level");
        assertThat(Expected.slots(load("raid1e-3").group().sets().getFirst())).containsExactly("sda", "sdb", "sdc");
        DdfCase c = load("raid5-rlq0-4");
        for (int level : new int[] {0x03, 0x15, 0x25}) {
            records(c, b -> b.with8(67, level));
            assertThat(c.blocked()).as("%x", level).containsExactly("ddf1.level");
        }
        records(c, b -> b.with8(67, 5).with8(68, 7));
        assertThat(c.blocked()).containsExactly("ddf1.level");
        records(c, b -> b.with8(67, 0x77));
        assertThat(c.codes()).contains("ddf1.level");
    }

    @Test
    void raid1e_on_an_even_number_is_a_stripe_over_mirrors() {
        DdfCase c = load("raid5-rlq0-4");
        records(c, b -> b.with8(67, 0x11).with8(68, 0));
        assertThat(c.set().level()).isEqualTo(Level.RAID0);
        assertThat(c.set().components()).hasSize(2);
        assertThat(Expected.slots(c.set())).containsExactly("sda", "sdb", "sdc", "sdd");
    }

    @Test
    void a_stripe_over_parity_sets_is_not_started_while_its_chunk_is_not_settled() {
        DdfCase c = load("raid10-4-srl-striped");
        records(c, b -> b.with8(67, 5).with8(68, 3));
        assertThat(c.blocked()).isNotEmpty();
    }

    @Test
    void impossible_numbers_keep_a_set_from_starting() {
        DdfCase chunk = load("raid0-2-chunk4k");
        records(chunk, b -> b.with8(66, 40));
        assertThat(chunk.blocked()).containsExactly("ddf1.chunk");
        DdfCase parity = load("raid5-rlq0-4");
        records(parity, b -> b.with8(66, 1));
        assertThat(parity.blocked()).containsExactly("ddf1.chunk");
        DdfCase end = load("raid0-2-chunk4k");
        records(end, b -> b.with64(72, 1L << 30));
        assertThat(end.blocked()).containsExactly("ddf1.past-end");
        DdfCase over = load("raid0-2-chunk4k");
        records(over, b -> b.with64(72, 163000));
        assertThat(over.blocked()).containsExactly("ddf1.over-metadata");
        assertThat(load("zero-elements").codes()).contains("ddf1.members");
        DdfCase huge = load("raid0-2-chunk4k");
        records(huge, b -> b.with64(72, -1));
        assertThat(huge.codes()).contains("ddf1.place");
    }

    @Test
    void the_place_among_the_used_entries_is_the_slot() {
        DdfCase c = load("raid0-2-chunk4k");
        // sda, sdb becomes sda, unused, sdb.
        records(c, b -> b.with32(512 + 8, b.i32(512 + 4)).with32(512 + 4, -1).with64(512 + 4 * 16 + 16, 0));
        assertThat(slots(c)).containsExactly("sda", "sdb");
    }

    @Test
    void a_gap_before_a_member_is_not_guessed_at_where_order_matters() {
        DdfCase c = load("raid5-rlq0-4");
        records(c, b -> b.with32(512 + 4, -1));
        assertThat(c.assemble().groups().getFirst().sets()).isEmpty();
        assertThat(c.codes()).contains("ddf1.slots");
        DdfCase mirror = load("raid1-3");
        records(mirror, b -> b.with32(512 + 4, -1));
        assertThat(slots(mirror)).containsExactly("sda", "sdc", "- marked");
    }

    @Test
    void records_of_one_sequence_that_differ_keep_a_set_from_starting() {
        DdfCase c = load("raid0-2-chunk4k");
        records(c, "sdb", b -> b.with8(66, 5));
        assertThat(c.blocked()).containsExactly("ddf1.contradiction");
        // A newer one settles it.
        records(c, "sdb", b -> b.with32(36, 9));
        assertThat(c.set().chunk()).isEqualTo(32);
    }

    @Test
    void a_volume_that_the_controller_has_taken_away_is_not_started() {
        for (int state : new int[] {0x2, 0x6, 0x8}) {
            DdfCase c = load("raid1-3");
            virtual(c, e -> e.with8(32, state));
            assertThat(c.blocked()).as("%x", state).hasSize(1);
        }
        DdfCase access = load("raid1-3");
        virtual(access, e -> e.with8(33, 0xc2));
        assertThat(access.blocked()).containsExactly("ddf1.blocked");
    }

    @Test
    void volumes_that_overlap_are_not_started() {
        DdfCase c = load("three-volumes-on-pairs");
        records(c, b -> b.with64(512 + 4 * 16, 0).with64(512 + 4 * 16 + 8, 0));
        assertThat(c.blocked()).contains("ddf1.overlap");
    }

    @Test
    void a_record_that_the_table_does_not_know_makes_no_set() {
        DdfCase c = load("vd-not-in-table");
        assertThat(c.assemble().groups())
                .singleElement()
                .satisfies(g -> assertThat(g.disks()).hasSize(2));
        assertThat(c.codes()).contains("ddf1.no-volume", "ddf1.no-record");
    }

    // --- names

    @Test
    void names_are_those_of_dmraid() {
        assertThat(load("raid1-2-name-with-spaces").set().name()).isEqualTo("ddf1_My RAID 1 set");
        DdfCase unnamed = load("raid1-3");
        virtual(unnamed, e -> e.with8(48, 0));
        assertThat(unnamed.set().name()).startsWith("ddf1_53594e5448202020").hasSize(5 + 48);
        assertThat(load("raid1-2-odd-name").blocked()).containsExactly("ddf1.name");
    }

    @Test
    void volumes_of_one_name_in_two_containers_stay_apart() {
        DdfCase c = load("two-containers-same-name");
        List<Group> groups = c.assemble().groups();
        assertThat(groups).hasSize(2);
        assertThat(groups)
                .flatExtracting(Group::sets)
                .extracting(RaidSet::name)
                .doesNotHaveDuplicates()
                .allMatch(n -> n.startsWith("ddf1_data_"));
        assertThat(groups)
                .extracting(g -> Expected.slots(g.sets().getFirst()))
                .containsExactly(List.of("sda", "sdb"), List.of("sdc", "sdd"));
        assertThat(c.codes()).contains("ddf1.same-name");
        assertThat(load("mdadm-raid1-2").group().name()).isEqualTo(".ddf1_disks");
    }
}
