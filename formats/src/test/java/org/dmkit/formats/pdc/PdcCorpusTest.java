package org.dmkit.formats.pdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.pdc.PdcDisks.FORMAT;
import static org.dmkit.formats.pdc.PdcDisks.load;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read and assembled, against what real programs made of the same disks. */
class PdcCorpusTest {
    static Stream<String> right() {
        return Expected.rightInDmraid(FORMAT);
    }

    @ParameterizedTest
    @MethodSource("right")
    void a_disk_is_listed_as_dmraid_lists_it(String name) {
        List<Reading.Found<PdcDisk>> known = load(name).found().stream()
                .filter(FORMAT.dmraid().orElseThrow()::isListed)
                .toList();
        assertThat(Expected.devices(FORMAT, known)).isEqualTo(Expected.devices(FORMAT, name));
    }

    @Test
    void what_dmraid_has_no_words_for_is_listed_as_what_it_is() {
        assertThat(listed("raid5-3", "sda").type()).isEqualTo(RaidDevice.Type.RAID5_LEFT_ASYMMETRIC);
        assertThat(listed("jbod-1", "sda").type()).isEqualTo(RaidDevice.Type.LINEAR);
        assertThat(listed("raid3-4-type2", "sda").type()).isEqualTo(RaidDevice.Type.UNKNOWN);
        assertThat(listed("raid1-2-and-graid-spare", "sdc").type()).isEqualTo(RaidDevice.Type.SPARE);
        assertThat(listed("big-raid0-total-over-2tib", "sda").sectors()).isEqualTo(2930146048L);
        assertThat(listed("two-volumes-first-slot-not-at-front", "sda").offset())
                .isEqualTo(160000000);
    }

    @Test
    void disks_that_give_a_volume_no_sectors_are_not_listed() {
        CorpusDisks<PdcDisk> disks = load("raid1-2");
        Reading.Found<PdcDisk> found = disks.found().getFirst();
        byte[] bytes = found.metadata().blocks().getFirst().block().toBytes();
        Arrays.fill(bytes, 0x224, 0x228, (byte) 0);
        PdcDisks.put(disks, found.disk().name(), found.disk().sectors() - 63, Block.copyOf(bytes));
        assertThat((Reading.Found<PdcDisk>) disks.reading(found.disk().name()))
                .matches(f -> !FORMAT.dmraid().orElseThrow().isListed(f));
    }

    private static RaidDevice listed(String name, String disk) {
        return FORMAT.dmraid().orElseThrow().listed((Reading.Found<PdcDisk>)
                load(name).reading(disk));
    }

    /** The format strings of dmraid's own log, filled from the real vendor block. */
    @Test
    void the_native_log_has_the_lines_of_dmraid() {
        List<String> log = FORMAT.dmraid().orElseThrow().nativeLog((Reading.Found<PdcDisk>)
                load("real-raid0-one-disk").reading("sda"));
        assertThat(log)
                .startsWith("0x000 promise_id: \"Promise Technology, Inc.\"", "0x018 unknown_0: 0x20000 131072")
                .contains(
                        "0x200 raid.flags: 0x80",
                        "0x205 raid.disk_number: 0",
                        "0x210 raid.start: 0xedeeeff0 3991859184",
                        "0x214 raid.disk_secs: 312581745",
                        "0x21c raid.unknown_4: 0x11 17",
                        "0x21e raid.status: 0x8f",
                        "0x220 raid.total_disks: 1",
                        "0x224 raid.total_secs: 312368928",
                        "0x238 raid.disk[0].magic_0: 0x717e0521");
        assertThat(log).hasSize(29 + 5 + 1);
        assertThat(log.getLast()).startsWith("0x7fc checksum: 0x").endsWith(" Ok");
        List<String> raid10 = FORMAT.dmraid().orElseThrow().nativeLog((Reading.Found<PdcDisk>)
                load("raid10-4").reading("sda"));
        assertThat(raid10).hasSize(29 + 4 * 5 + 1).contains("0x21f raid.type: 0x2");
        // dmraid changes the type in memory before it sums up.
        assertThat(raid10.getLast()).endsWith(" BAD");
    }

    @Test
    void the_native_log_has_every_block_of_a_disk() {
        List<String> log = FORMAT.dmraid().orElseThrow().nativeLog((Reading.Found<PdcDisk>)
                load("two-volumes-on-two-disks").reading("sda"));
        assertThat(log).hasSize(2 * (29 + 2 * 5 + 1) + 1);
        assertThat(log.get(29 + 2 * 5 + 1)).isEqualTo("/dev/sda (pdc):");
        assertThat(log).contains("0x210 raid.start: 0x0 0", "0x210 raid.start: 0x8f0d200 150000128");
    }

    @Test
    void two_disks_that_claim_one_place_are_both_named_and_nothing_is_started() {
        CorpusDisks<PdcDisk> disks = load("duplicate-member");
        Group group = disks.group();
        assertThat(group.blocked()).containsOnlyKeys("pdc_cajhbfdhjc");
        assertThat(group.blocked().values()).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo("pdc.same-slot");
            assertThat(f.disk()).hasValue("sdc");
            assertThat(f.found()).contains("sdb");
        });
        assertThat(disks.without("sdc").group().blocked()).isEmpty();
    }

    @Test
    void a_member_whose_number_is_out_of_range_is_left_out() {
        CorpusDisks<PdcDisk> disks = load("member-number-out-of-range");
        RaidSet set = disks.group().sets().getFirst();
        assertThat(Expected.slots(set)).containsExactly("sda", "- unmarked");
        assertThat(set.health()).isEqualTo(Health.DEGRADED);
        assertThat(disks.assemble().findings()).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo("pdc.number");
            assertThat(f.disk()).hasValue("sdb");
            assertThat(f.found()).isEqualTo("5");
        });
    }

    @Test
    void sets_that_differ_in_the_high_half_of_the_volume_id_are_kept_apart() {
        CorpusDisks<PdcDisk> disks = load("two-sets-same-low-volume-id");
        List<Group> groups = disks.assemble().groups();
        assertThat(groups).hasSize(2);
        assertThat(groups)
                .extracting(Group::name)
                .doesNotHaveDuplicates()
                .allMatch(n -> n.startsWith("pdc_cihefeaca_"));
        assertThat(groups)
                .flatExtracting(g -> Expected.slots(g.sets().getFirst()))
                .containsExactly("sda", "sdb", "sdc", "sdd");
        assertThat(groups).allMatch(g -> g.blocked().isEmpty());
        assertThat(disks.codes()).containsExactly("pdc.same-name", "pdc.same-name");
        assertThat(disks.without("sdc").without("sdd").group().name()).isEqualTo("pdc_cihefeaca");
    }

    @Test
    void members_that_differ_in_the_type_are_not_started() {
        Group group = load("type-mismatch").group();
        assertThat(group.blocked().values()).extracting(Finding::code).containsExactly("pdc.contradiction");
    }

    @Test
    void volumes_on_the_same_disks_are_one_group() {
        Group group = load("two-volumes-on-two-disks").group();
        assertThat(group.sets()).extracting(RaidSet::name).containsExactly("pdc_cabdcgggii", "pdc_cabdcggjee");
        assertThat(group.sets()).extracting(RaidSet::health).containsOnly(Health.COMPLETE);
        assertThat(group.used(group.disks().getFirst()))
                .containsExactly(new Extent(0, 149999872), new Extent(150000128, 160000000));
        assertThat(group.extents(group.disks().getFirst()))
                .containsExactly(new Extent(312581745, 4), new Extent(312581759, 4));
    }

    @Test
    void a_spare_waits_in_a_group_of_its_own() {
        Group spare = load("raid1-2-and-graid-spare").assemble().groups().getLast();
        assertThat(spare.sets()).isEmpty();
        assertThat(spare.spares()).extracting(DiskInfo::name).containsExactly("sdc");
    }

    @Test
    void a_record_of_unused_space_takes_nothing_away() {
        CorpusDisks<PdcDisk> disks = load("graid-unused-space-record");
        assertThat(disks.group().sets()).extracting(RaidSet::health).containsExactly(Health.COMPLETE);
        assertThat(disks.codes()).isEmpty();
    }

    @Test
    void raid_3_is_shown_and_left_alone() {
        CorpusDisks<PdcDisk> disks = load("raid3-4-type2");
        assertThat(disks.group().sets()).isEmpty();
        assertThat(disks.codes()).hasSize(4).containsOnly("pdc.type");
    }

    @Test
    void what_is_left_of_both_copies_is_mapped_column_by_column() {
        RaidSet set = load("raid10-4-one-of-each-half-missing").group().sets().getFirst();
        assertThat(set.level()).isEqualTo(Level.RAID0);
        assertThat(Expected.slots(set)).containsExactly("sda", "- unmarked", "- unmarked", "sdb");
        assertThat(load("raid10-4-both-copies-of-a-column-missing")
                        .group()
                        .sets()
                        .getFirst()
                        .health())
                .isEqualTo(Health.FAILED);
    }

    @Test
    void the_states_of_members_are_honoured() {
        assertSlots("raid1-2-failed-member-present", "sda", "- marked");
        assertSlots("raid1-2-stale-member", "sda", "- marked");
        assertSlots("raid1-2-rebuilding-member", "sda", "sdb rebuilding");
        assertSlots("raid1-2-member-missing", "- unmarked", "sda");
        assertThat(load("raid1-2-stale-member").assemble().findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo("pdc.stale");
                    assertThat(f.disk()).hasValue("sdb");
                    assertThat(f.found()).isEqualTo("12");
                    assertThat(f.expected()).startsWith("17");
                });
    }

    private static void assertSlots(String name, String... slots) {
        Group group = load(name).group();
        assertThat(group.blocked()).as(name).isEmpty();
        assertThat(Expected.slots(group.sets().getFirst())).as(name).containsExactly(slots);
    }

    @Test
    void a_damaged_block_is_told_with_its_place() {
        assertThat(load("bad-checksum").broken("sdb")).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo("pdc.checksum");
            assertThat(f.sector()).hasValue(312581748);
        });
        assertThat(load("first-sector-of-block-zeroed").reading("sdb")).isInstanceOf(Reading.Absent.class);
        assertThat(load("freebsd-signature").reading("sda")).isInstanceOf(Reading.Absent.class);
        assertThat(load("total-disks-nine").reading("sda")).isInstanceOf(Reading.Broken.class);
        assertThat(load("type-unknown").reading("sda")).isInstanceOf(Reading.Broken.class);
    }

    @Test
    void a_volume_larger_than_the_disk_is_left_alone() {
        CorpusDisks<PdcDisk> disks = load("real-raid0-one-disk-trimmed");
        assertThat(disks.group().sets()).isEmpty();
        assertThat(disks.codes()).containsExactly("pdc.disk-offset");
    }

    @Test
    void a_disk_is_told_of_in_each_of_its_volumes() {
        var found = (Reading.Found<PdcDisk>) load("two-volumes-on-two-disks").reading("sda");
        assertThat(FORMAT.dmraid().orElseThrow().inSets(found))
                .extracting(RaidDevice::set)
                .containsExactly("pdc_cabdcgggii", "pdc_cabdcggjee");
        assertThat(FORMAT.dmraid().orElseThrow().inSets(found))
                .extracting(RaidDevice::offset)
                .containsExactly(0L, 150000128L);
    }

    @Test
    void the_label_is_the_name_that_people_gave() {
        assertThat(load("two-volumes-on-two-disks").group().sets().getFirst().label())
                .isEqualTo("first");
        assertThat(load("real-raid0-one-disk").group().sets().getFirst().label())
                .isEqualTo("PROMISE Array 1");
    }
}
