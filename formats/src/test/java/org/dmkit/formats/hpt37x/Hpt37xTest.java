package org.dmkit.formats.hpt37x;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.dmkit.formats.FormatCase;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class Hpt37xTest {
    private static final Hpt37xFormat FORMAT = new Hpt37xFormat();

    private static FormatCase<Hpt37x> load(String name) {
        return FormatCase.load(FORMAT, name);
    }

    private static RaidSet only(FormatCase<Hpt37x> c) {
        Group group = c.group();
        assertThat(group.blocked()).isEmpty();
        return group.sets().getFirst();
    }

    static Stream<String> all() {
        return FormatCase.names(FORMAT).stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void disks_are_listed_as_dmraid_does(String name) {
        FormatCase<Hpt37x> c = load(name);
        assertThat(c.listing()).isEqualTo(c.expectedListing());
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_native_log_is_that_of_dmraid(String name) {
        FormatCase<Hpt37x> c = load(name);
        assertThat(c.nativeLogs())
                .isEqualTo(FormatCase.nativeLogs(c.expected("native-log.txt").orElseThrow()));
    }

    @Test
    void every_field_of_the_real_record_is_there() {
        assertThat(load("real-raid0-member-0-trimmed").found()).singleElement().satisfies(f -> {
            var record = f.metadata();
            assertThat(record.kind()).isEqualTo(Hpt37x.Kind.STRIPE);
            assertThat(record.id()).isEqualTo(3467773618L);
            assertThat(record.setName()).isEqualTo("hpt37x_deghhhdgbi");
            assertThat(record.label()).isEqualTo("SharkR0");
            assertThat(record.width()).isEqualTo(2);
            assertThat(record.chunk()).isEqualTo(128);
            assertThat(record.number()).isZero();
            assertThat(record.total()).isEqualTo(625163520);
            assertThat(record.good()).isTrue();
            assertThat(record.failed()).isFalse();
            assertThat(record.rebuilding()).isFalse();
        });
    }

    @Test
    void a_stripe_hides_the_first_sectors_of_all_disks_but_the_first() {
        RaidSet set = only(load("raid0-4-4k"));
        assertThat(set.chunk()).isEqualTo(8);
        assertThat(set.size()).isEqualTo(1250327168);
        assertThat(set.members().map(m -> m.extent().lba())).containsExactly(0L, 10L, 10L, 10L);
        assertThat(set.members().map(m -> m.extent().count())).containsOnly(312581792L);
    }

    @ParameterizedTest
    @CsvSource({"raid1-2", "raid1-2-width-one", "raid1-2-as-type-0", "raid1-2-unequal-disks"})
    void a_mirror_begins_at_sector_0_of_both_disks_whatever_its_width_says(String name) {
        RaidSet set = only(load(name));
        assertThat(set.level()).isEqualTo(Level.RAID1);
        assertThat(set.health()).isEqualTo(RaidSet.Health.COMPLETE);
        assertThat(set.members().map(m -> m.extent().lba())).containsExactly(0L, 0L);
        assertThat(set.size()).isEqualTo(312581798);
    }

    @Test
    void a_disk_marked_as_failed_is_left_out() {
        FormatCase<Hpt37x> c = load("raid1-2-one-bad-magic");
        assertThat(FormatCase.slots(only(c))).isEqualTo("sda -");
        assertThat(c.group().stale()).extracting(d -> d.name()).containsExactly("sdb");
        assertThat(c.codes()).containsExactly("hpt37x.failed");
        assertThat(only(load("raid0-2-member-bad-magic")).health()).isEqualTo(RaidSet.Health.FAILED);
    }

    @Test
    void a_spare_stands_alone() {
        FormatCase<Hpt37x> c = load("raid1-2-and-spare");
        assertThat(FormatCase.slots(only(c))).isEqualTo("sda sdb");
        assertThat(c.assemble().groups().stream().filter(g -> g.sets().isEmpty()))
                .singleElement()
                .satisfies(g -> assertThat(g.spares()).extracting(d -> d.name()).containsExactly("sdc"));
    }

    @Test
    void members_of_a_stripe_that_are_not_marked_as_good_are_offline() {
        FormatCase<Hpt37x> c = load("raid0-2-order-not-ok");
        assertThat(only(c).health()).isEqualTo(RaidSet.Health.FAILED);
        assertThat(c.codes()).containsExactly("hpt37x.offline", "hpt37x.offline");
    }

    @Test
    void a_volume_larger_than_its_disks_is_shown_and_not_started() {
        assertThat(load("raid0-2-total-exact").group().blocked().values())
                .extracting(f -> f.code())
                .containsExactly("hpt37x.past-end");
        assertThat(load("raid0-2-total-exact").codes()).containsOnly("hpt37x.past-end");
    }

    @Test
    void two_halves_of_a_mirror_with_other_ids_are_degraded_sets_of_their_own_from_sector_0() {
        List<RaidSet> sets = load("raid1-stale-member-other-stamp").assemble().groups().stream()
                .flatMap(g -> g.sets().stream())
                .toList();
        assertThat(sets).extracting(FormatCase::slots).containsExactly("sda -", "- sdb");
        assertThat(sets).extracting(RaidSet::name).containsExactly("hpt37x_deghhiicjb", "hpt37x_deghhiicjc");
        assertThat(sets)
                .allSatisfy(
                        s -> assertThat(s.members().map(m -> m.extent().lba())).containsExactly(0L));
    }

    @ParameterizedTest
    @CsvSource({
        "duplicate-member, hpt37x.same-slot",
        "two-members-same-number, hpt37x.same-slot",
        "magic0-mismatch, hpt37x.magic",
        "shift-mismatch, hpt37x.contradiction",
        "raid-disks-zero, hpt37x.slot"
    })
    void what_members_contradict_each_other_in_is_not_started(String name, String code) {
        assertThat(load(name).group().blocked().values())
                .extracting(f -> f.code())
                .containsExactly(code);
    }

    @ParameterizedTest
    @CsvSource({"raid3-3, 3", "raid10-4-type-7, 4", "type-8, 2"})
    void levels_that_nobody_can_map_make_no_set(String name, int disks) {
        FormatCase<Hpt37x> c = load(name);
        assertThat(c.assemble().groups()).singleElement().satisfies(g -> {
            assertThat(g.sets()).isEmpty();
            assertThat(g.disks()).hasSize(disks);
        });
        assertThat(c.codes()).hasSize(disks).containsOnly("hpt37x.level");
    }

    @Test
    void a_number_above_7_is_no_metadata() {
        assertThat(load("disk-number-8").broken("sdb")).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo("hpt37x.disk-number");
            assertThat(f.sector()).hasValue(9);
            assertThat(f.found()).isEqualTo("8");
        });
        assertThat(load("bad-magic").reading("sda")).isInstanceOf(Reading.Absent.class);
    }

    @Test
    void halves_with_gaps_in_different_columns_are_striped_over_the_good_copies() {
        FormatCase<Hpt37x> c = load("raid01-4-shuffled").without("sda").without("sdb");
        RaidSet set = only(c);
        assertThat(set.level()).isEqualTo(Level.RAID0);
        assertThat(set.health()).isEqualTo(RaidSet.Health.DEGRADED);
        assertThat(FormatCase.slots(set)).isEqualTo("- sdd sdc -");
        assertThat(set.size()).isEqualTo(625163520);
        assertThat(set.members().map(m -> m.extent().lba())).containsExactly(0L, 10L);
    }

    @Test
    void a_column_without_any_copy_can_not_start() {
        assertThat(only(load("raid01-4-shuffled").without("sda").without("sdd")).health())
                .isEqualTo(RaidSet.Health.FAILED);
    }

    /** Also while somebody else's rebuild is under way: if the kernel went on with it, it would copy the record over the other. */
    @Test
    void the_member_of_a_mirror_that_lacks_the_mark_of_a_good_one_is_left_out() {
        FormatCase<Hpt37x> c = load("raid1-2");
        c.change("sda", b -> FormatCase.word(b, 0x2c, 0));
        assertThat(FormatCase.slots(only(c))).isEqualTo("- sdb");
        c.change("sda", b -> FormatCase.word(b, 0x1d4, 5000));
        assertThat(FormatCase.slots(only(c))).isEqualTo("- sdb");
        assertThat(c.group().stale()).extracting(d -> d.name()).containsExactly("sda");
    }

    @Test
    void a_rebuild_whose_target_is_not_marked_is_not_started() {
        FormatCase<Hpt37x> c = load("raid1-2");
        c.change("sda", b -> FormatCase.word(b, 0x1d4, 5000));
        assertThat(c.group().blocked().values()).extracting(f -> f.code()).containsExactly("hpt37x.rebuild-target");
    }

    @Test
    void the_marks_of_no_rebuild_are_no_progress() {
        for (long none : new long[] {0, 0x7fff_ffffL, 0xffff_ffffL}) {
            FormatCase<Hpt37x> c = load("big-3tb-span").without("sdb");
            c.change("sda", b -> FormatCase.octet(FormatCase.word(b, 0x1d4, none), 0x32, 1));
            assertThat(FormatCase.slots(only(c))).isEqualTo("sda -");
        }
    }

    @Test
    void a_mirror_none_of_whose_members_is_marked_as_good_is_used_with_a_warning() {
        FormatCase<Hpt37x> c = load("raid1-2");
        List.of("sda", "sdb").forEach(d -> c.change(d, b -> FormatCase.word(b, 0x2c, 0)));
        assertThat(FormatCase.slots(only(c))).isEqualTo("sda sdb");
        assertThat(c.codes()).containsExactly("hpt37x.order");
    }

    @Test
    void the_size_of_a_span_tells_how_much_of_each_disk_it_takes() {
        long[] disks = {312581808, 488397168, 390721968};
        long all = Arrays.stream(disks).sum();
        assertThat(lengths(all - 20)).containsExactly(disks[0], disks[1] - 10, disks[2] - 10);
        assertThat(lengths(all - 23)).containsExactly(disks[0] - 1, disks[1] - 11, disks[2] - 11);
        assertThat(lengths(all - 33)).containsExactly(disks[0] - 11, disks[1] - 11, disks[2] - 11);
        FormatCase<Hpt37x> odd = span(all - 999);
        assertThat(only(odd).size()).isEqualTo(all - 20);
        assertThat(odd.codes()).containsExactly("hpt37x.span-size");
    }

    private static FormatCase<Hpt37x> span(long total) {
        FormatCase<Hpt37x> c = load("span-3-unequal-disks");
        List.of("sda", "sdb", "sdc").forEach(d -> c.change(d, b -> FormatCase.word(b, 0x34, total)));
        return c;
    }

    private static List<Long> lengths(long total) {
        assertThat(span(total).codes()).isEmpty();
        return only(span(total))
                .members()
                .map(Component.Member::extent)
                .map(e -> e.count())
                .toList();
    }

    @Test
    void dmraid_keeps_the_last_two_digits_of_a_long_order() {
        FormatCase<Hpt37x> c = load("raid01-4-second-half-missing");
        assertThat(withOrder(c, 3)).isEqualTo("hpt37x_bfiigficea-3");
        assertThat(withOrder(c, 11)).isEqualTo("hpt37x_bfiigficea-11");
        assertThat(withOrder(c, 123)).isEqualTo("hpt37x_bfiigficea-b23");
    }

    private static String withOrder(FormatCase<Hpt37x> c, int order) {
        c.change("sda", b -> FormatCase.word(b, 0x2c, order));
        return FORMAT.dmraid()
                .orElseThrow()
                .listed((Reading.Found<Hpt37x>) c.reading("sda"))
                .set();
    }

    @Test
    void no_bytes_make_reading_throw_or_a_set_leave_its_disks() {
        var random = new Random(37);
        for (String name : FormatCase.names(FORMAT)) {
            FormatCase<Hpt37x> pristine = load(name);
            for (int round = 0; round < 300; round++) {
                FormatCase<Hpt37x> c = pristine.copy();
                String what = name + " round " + round;
                assertThatCode(() -> {
                            c.mutate(random, b -> FormatCase.word(b, Hpt37x.MAGIC, Hpt37x.MAGIC_GOOD));
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
    void a_disk_that_ends_before_the_record_has_none() {
        FormatCase<Hpt37x> c = load("raid1-2").add("tiny", 9, "");
        assertThat(c.reading("tiny")).isInstanceOf(Reading.Absent.class);
        assertThat(FORMAT.anchors(c.disk("tiny"))).isEmpty();
    }
}
