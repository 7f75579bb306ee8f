package org.dmkit.formats.hpt45x;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dmkit.formats.FormatCase;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class Hpt45xTest {
    private static final Hpt45xFormat FORMAT = new Hpt45xFormat();
    /** dmraid takes a record with a wrong checksum; the vendor takes the disk as a plain one, and so do we. */
    private static final String WRONG_CHECKSUM = "bad-checksum";

    private static FormatCase<Hpt45x> load(String name) {
        return FormatCase.load(FORMAT, name);
    }

    private static RaidSet only(FormatCase<Hpt45x> c) {
        Group group = c.group();
        assertThat(group.blocked()).isEmpty();
        return group.sets().getFirst();
    }

    /** Makes both checksums right. */
    private static byte[] summed(byte[] sector) {
        sector[0x08] = 0;
        sector[0x08] = (byte) -Hpt45x.sum(Block.copyOf(sector), 0x90);
        sector[0x90] = 0;
        sector[0x90] = (byte) -Hpt45x.sum(Block.copyOf(sector), 512);
        return sector;
    }

    private static FormatCase<Hpt45x> change(FormatCase<Hpt45x> c, String disk, UnaryOperator<byte[]> change) {
        return c.change(disk, b -> summed(change.apply(b)));
    }

    static Stream<String> listedByDmraid() {
        return FormatCase.names(FORMAT).stream().filter(n -> !n.equals(WRONG_CHECKSUM));
    }

    @ParameterizedTest
    @MethodSource("listedByDmraid")
    void disks_are_listed_as_dmraid_does(String name) {
        FormatCase<Hpt45x> c = load(name);
        assertThat(c.listing()).isEqualTo(c.expectedListing());
    }

    @ParameterizedTest
    @MethodSource("listedByDmraid")
    void the_native_log_is_that_of_dmraid(String name) {
        FormatCase<Hpt45x> c = load(name);
        assertThat(c.nativeLogs())
                .isEqualTo(FormatCase.nativeLogs(c.expected("native-log.txt").orElseThrow()));
    }

    @Test
    void every_field_of_the_real_record_is_there() {
        assertThat(load("real-raid0-member-0-trimmed").found()).singleElement().satisfies(f -> {
            var record = f.metadata();
            assertThat(f.findings()).isEmpty();
            assertThat(f.extents()).containsExactly(Hpt45x.place(f.disk()));
            assertThat(record.kind()).isEqualTo(Hpt45x.Kind.STRIPE);
            assertThat(record.stamp()).isEqualTo(31064538);
            assertThat(record.setName()).isEqualTo("hpt45x_dbagefdi");
            assertThat(record.label()).isEqualTo("RAID_0_0");
            assertThat(record.levels()).isEqualTo(1);
            assertThat(record.outer()).isEqualTo(new Hpt45xLevel(640345856, 5, 2, 0, 7, 0, 0, 0x7fff_ffffL));
            assertThat(record.outer().perMember()).isEqualTo(320172928);
            assertThat(record.failedStamps()).isEmpty();
        });
    }

    @Test
    void a_record_with_a_wrong_checksum_is_none() {
        FormatCase<Hpt45x> c = load(WRONG_CHECKSUM);
        assertThat(c.broken("sdb")).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo("hpt45x.checksum");
            assertThat(f.sector()).hasValue(320173045);
            assertThat(f.field()).hasValue("checksum");
        });
        assertThat(FormatCase.slots(only(c))).isEqualTo("sda -");
    }

    @Test
    void the_expected_checksum_that_is_told_is_the_right_one() {
        FormatCase<Hpt45x> c = load("raid1-2");
        var right = "0x%02x".formatted(c.found().getFirst().metadata().sector().u8(8));
        c.change("sda", b -> FormatCase.octet(b, 8, b[8] + 5));
        assertThat(c.broken("sda").getFirst().expected()).isEqualTo(right);
    }

    @Test
    void a_wrong_checksum_of_the_whole_sector_takes_the_second_half_away() {
        assertThat(FormatCase.slots(only(load("bad-checksum-31")))).isEqualTo("sda sdb");
        assertThat(load("bad-checksum-31").codes()).containsExactly("hpt45x.checksum31", "hpt45x.checksum31");
        FormatCase<Hpt45x> large = load("big-3tb-raid0");
        assertThat(only(large).size()).isEqualTo(11721066240L);
        large.change("sda", b -> FormatCase.octet(b, 0x91, 7));
        assertThat(large.group().blocked().values()).extracting(f -> f.code()).containsExactly("hpt45x.contradiction");
    }

    @Test
    void a_disk_marked_as_failed_is_left_out_even_if_nobody_mended_the_checksum() {
        FormatCase<Hpt45x> c = load("bad-magic-fd");
        assertThat(FormatCase.slots(only(c))).isEqualTo("sda -");
        assertThat(c.group().stale()).extracting(d -> d.name()).containsExactly("sdb");
        FormatCase<Hpt45x> marked = load("raid1-2");
        marked.change("sdb", b -> FormatCase.octet(b, 0, 0xfd));
        assertThat(FormatCase.slots(only(marked))).isEqualTo("sda -");
        assertThat(marked.codes()).contains("hpt45x.failed");
    }

    @Test
    void two_disks_that_claim_one_place_are_both_named_and_the_set_is_not_started() {
        FormatCase<Hpt45x> c = load("duplicate-member");
        assertThat(c.group().blocked().values()).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo("hpt45x.same-slot");
            assertThat(f.toString()).contains("sdb").contains("sdc");
        });
    }

    @ParameterizedTest
    @CsvSource({"shift-mismatch, hpt45x.contradiction", "type-mismatch, hpt45x.contradiction"})
    void what_members_contradict_each_other_in_is_not_started(String name, String code) {
        assertThat(load(name).group().blocked().values())
                .extracting(f -> f.code())
                .containsExactly(code);
    }

    @ParameterizedTest
    @CsvSource({"capacity-zero, sda, hpt45x.size", "disk-number-8, sdb, hpt45x.number"})
    void what_dmraid_refuses_is_no_metadata(String name, String disk, String code) {
        assertThat(load(name).broken(disk)).extracting(f -> f.code()).containsExactly(code);
        assertThat(load("magic-of-37x").reading("sda")).isInstanceOf(Reading.Absent.class);
    }

    @Test
    void a_rebuild_goes_from_member_0_to_the_others() {
        RaidSet set = only(load("raid1-2-rebuilding"));
        assertThat(FormatCase.slots(set)).isEqualTo("sda sdb:rebuilding");
        assertThat(set.health()).isEqualTo(RaidSet.Health.DEGRADED);
        assertThat(only(load("raid1-2-rebuilding").without("sda")).health()).isEqualTo(RaidSet.Health.FAILED);
    }

    @Test
    void all_ones_in_the_low_word_are_no_progress_however_large_the_set_is() {
        for (long done : new long[] {0x7fff_ffffL, 0xffff_ffffL}) {
            FormatCase<Hpt45x> c = load("raid1-2");
            List.of("sda", "sdb").forEach(d -> change(c, d, b -> FormatCase.word(b, 0x18, done)));
            assertThat(FormatCase.slots(only(c))).isEqualTo("sda sdb");
        }
        assertThat(new Hpt45xLevel(1L << 33, 6, 2, 0, 0, 1, 0, 0x7fff_ffffL).unfinished(1L << 33))
                .isFalse();
        assertThat(new Hpt45xLevel(1L << 33, 6, 2, 0, 0, 1, 0, 0x7fff_fffeL).unfinished(1L << 33))
                .isTrue();
    }

    @Test
    void a_survivor_that_was_left_alone_runs() {
        assertThat(FormatCase.slots(only(load("raid1-2-member-missing")))).isEqualTo("sda -");
    }

    @Test
    void a_disk_that_comes_back_is_outdated_if_the_survivors_keep_its_stamp() {
        FormatCase<Hpt45x> c = load("raid1-2-stale-member");
        assertThat(c.assemble().groups()).hasSize(2);
        long old = c.found().get(1).metadata().stamp();
        change(c, "sda", b -> FormatCase.word(b, 0xa4, old));
        assertThat(FormatCase.slots(only(c))).isEqualTo("sda -");
        assertThat(c.group().stale()).extracting(d -> d.name()).containsExactly("sdb");
        assertThat(c.codes()).containsExactly("hpt45x.outdated");
    }

    @Test
    void stamps_that_name_each_other_outdate_nobody() {
        FormatCase<Hpt45x> c = load("raid1-2-stale-member");
        long a = c.found().get(0).metadata().stamp();
        long b = c.found().get(1).metadata().stamp();
        change(c, "sda", s -> FormatCase.word(s, 0xa4, b));
        change(c, "sdb", s -> FormatCase.word(s, 0xa4, a));
        assertThat(c.assemble().groups()).hasSize(2);
    }

    @Test
    void raid_10_is_a_mirror_of_stripes_as_dmraid_names_it() {
        RaidSet set = only(load("raid10-4-shuffled"));
        assertThat(set.level()).isEqualTo(Level.RAID1);
        assertThat(FormatCase.slots(set)).isEqualTo("sdb sdc sdd sda");
        assertThat(set.size()).isEqualTo(640345856);
    }

    @Test
    void raid_10_with_gaps_in_different_columns_is_striped_over_the_good_copies() {
        RaidSet set = only(load("raid10-4").without("sda").without("sdd"));
        assertThat(set.level()).isEqualTo(Level.RAID0);
        assertThat(FormatCase.slots(set)).isEqualTo("- sdb sdc -");
        assertThat(set.health()).isEqualTo(RaidSet.Health.DEGRADED);
        assertThat(only(load("raid10-4-pair-missing")).health()).isEqualTo(RaidSet.Health.FAILED);
    }

    @Test
    void a_pair_that_is_rebuilt_leaves_its_second_disk_out_of_the_stripes() {
        FormatCase<Hpt45x> c = load("raid10-4");
        List.of("sda", "sdb").forEach(d -> change(c, d, b -> FormatCase.word(b, 0x28, 1000)));
        RaidSet set = only(c);
        assertThat(FormatCase.slots(set)).isEqualTo("sda sdc sdb:rebuilding sdd");
        assertThat(set.health()).isEqualTo(RaidSet.Health.DEGRADED);
    }

    @Test
    void raid_5_has_the_vendors_layout() {
        RaidSet set = only(load("raid5-3"));
        assertThat(set.level()).isEqualTo(Level.RAID5_LEFT_ASYMMETRIC);
        assertThat(set.size()).isEqualTo(640345856);
        assertThat(set.members().map(m -> m.extent().count())).containsOnly(320172928L);
        assertThat(set.resync()).isEqualTo(RaidSet.Resync.CLEAN);
    }

    @Test
    void a_critical_member_of_a_parity_set_is_rebuilt_or_left_out() {
        FormatCase<Hpt45x> c = load("raid5-3");
        change(c, "sda", b -> FormatCase.octet(b, 0x16, 1 << 2));
        assertThat(FormatCase.slots(only(c))).isEqualTo("sda sdb -");
        change(c, "sda", b -> FormatCase.octet(b, 0x14, 1));
        assertThat(FormatCase.slots(only(c))).isEqualTo("sda sdb sdc:rebuilding");
    }

    @Test
    void a_parity_set_whose_parity_was_never_made_has_to_be_synchronised() {
        FormatCase<Hpt45x> c = load("raid5-3");
        change(c, "sda", b -> FormatCase.word(FormatCase.octet(b, 0x14, 1), 0x18, 0));
        assertThat(only(c).resync()).isEqualTo(RaidSet.Resync.RESYNCING);
        assertThat(FormatCase.slots(only(c))).isEqualTo("sda sdb sdc");
    }

    @Test
    void disks_of_a_deleted_set_are_no_spares_though_dmraid_calls_them_so() {
        FormatCase<Hpt45x> c = load("single-disk-after-delete");
        assertThat(c.assemble().groups()).hasSize(2).allSatisfy(g -> {
            assertThat(g.sets()).isEmpty();
            assertThat(g.spares()).isEmpty();
        });
        change(c, "sda", b -> FormatCase.octet(b, 0x10, 0));
        assertThat(c.assemble().groups().getFirst().spares())
                .extracting(d -> d.name())
                .containsExactly("sda");
    }

    @Test
    void levels_that_nobody_can_map_make_no_set() {
        assertThat(load("raid3-3").assemble().groups())
                .singleElement()
                .satisfies(g -> assertThat(g.sets()).isEmpty());
        assertThat(load("raid3-3").codes()).hasSize(3).containsOnly("hpt45x.level");
        FormatCase<Hpt45x> raid15 = load("raid5-3");
        change(raid15, "sda", b -> FormatCase.octet(b, 0x14, 2));
        assertThat(raid15.codes()).contains("hpt45x.level");
    }

    @Test
    void data_never_reach_into_the_metadata() {
        FormatCase<Hpt45x> c = load("raid1-2");
        List.of("sda", "sdb").forEach(d -> change(c, d, b -> FormatCase.word(b, 0x0c, 320173046)));
        assertThat(c.group().blocked().values()).extracting(f -> f.code()).containsExactly("hpt45x.past-end");
    }

    @Test
    void no_bytes_make_reading_throw_or_a_set_leave_its_disks() {
        var random = new Random(45);
        for (String name : FormatCase.names(FORMAT)) {
            FormatCase<Hpt45x> pristine = load(name);
            for (int round = 0; round < 300; round++) {
                FormatCase<Hpt45x> c = pristine.copy();
                String what = name + " round " + round;
                assertThatCode(() -> {
                            c.mutate(random, b -> summed(FormatCase.word(b, 0, Hpt45x.MAGIC_GOOD)));
                            c.assertSafe(what);
                            c.listing();
                            c.nativeLogs();
                        })
                        .as(what)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void a_disk_too_small_for_the_record_has_none() {
        FormatCase<Hpt45x> c = load("raid1-2").add("tiny", 11, "");
        assertThat(c.reading("tiny")).isInstanceOf(Reading.Absent.class);
        assertThat(FORMAT.anchors(c.disk("tiny"))).isEmpty();
    }
}
