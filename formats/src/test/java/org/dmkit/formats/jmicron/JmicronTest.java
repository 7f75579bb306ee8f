package org.dmkit.formats.jmicron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dmkit.formats.FormatCase;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JmicronTest {
    private static final JmicronFormat FORMAT = new JmicronFormat();
    /** dmraid lets the name run on into mode, block and attribute. */
    private static final String NAME_RUNS_ON = "raid1-name-16-bytes";

    private static FormatCase<Jm> load(String name) {
        return FormatCase.load(FORMAT, name);
    }

    private static RaidSet only(FormatCase<Jm> c) {
        Group group = c.group();
        assertThat(group.blocked()).isEmpty();
        return group.sets().getFirst();
    }

    private static Jm read(FormatCase<Jm> c, String disk) {
        return ((Reading.Found<Jm>) c.reading(disk)).metadata();
    }

    /** Makes the words add up to 1. */
    private static byte[] summed(byte[] sector) {
        sector[4] = 0;
        sector[5] = 0;
        int word = 1 - new Jm(Block.copyOf(sector).slice(0, Jm.SIZE)).sum();
        sector[4] = (byte) word;
        sector[5] = (byte) (word >> 8);
        return sector;
    }

    private static FormatCase<Jm> change(FormatCase<Jm> c, String disk, UnaryOperator<byte[]> change) {
        return c.change(disk, b -> summed(change.apply(b)));
    }

    private static FormatCase<Jm> attribute(FormatCase<Jm> c, String disk, int value) {
        return change(c, disk, b -> FormatCase.octet(b, 0x32, value));
    }

    private static FormatCase<Jm> name(FormatCase<Jm> c, String disk, String name) {
        return change(c, disk, b -> {
            byte[] field = Arrays.copyOf(name.getBytes(StandardCharsets.ISO_8859_1), 16);
            System.arraycopy(field, 0, b, 0x20, 16);
            return b;
        });
    }

    static Stream<String> named() {
        return FormatCase.names(FORMAT).stream().filter(n -> !n.equals(NAME_RUNS_ON));
    }

    @ParameterizedTest
    @MethodSource("named")
    void disks_are_listed_as_dmraid_does(String name) {
        FormatCase<Jm> c = load(name);
        assertThat(c.listing()).isEqualTo(c.expectedListing());
    }

    @ParameterizedTest
    @MethodSource("named")
    void the_native_log_is_that_of_dmraid(String name) {
        FormatCase<Jm> c = load(name);
        assertThat(c.nativeLogs())
                .isEqualTo(FormatCase.nativeLogs(c.expected("native-log.txt").orElseThrow()));
    }

    @Test
    void a_name_ends_where_its_field_ends() {
        FormatCase<Jm> c = load(NAME_RUNS_ON);
        assertThat(c.listing()).allMatch(l -> l.contains("\"jmicron_ABCDEFGHIJKLMNOP\", mirror"));
        assertThat(c.nativeLogs().values()).allMatch(l -> l.contains("0x020 name: \"ABCDEFGHIJKLMNOP\""));
    }

    @Test
    void names_lose_blanks_at_their_end_and_slashes() {
        FormatCase<Jm> c = name(load("raid0-missing-member"), "sda", "my raid/1 \t ");
        assertThat(only(c).name()).isEqualTo("jmicron_my raid_1");
        assertThat(only(c).label()).isEqualTo("my raid/1");
    }

    @Test
    void every_field_of_the_real_block_is_there() {
        FormatCase<Jm> c = load("real-util-linux");
        Jm jm = read(c, "sda");
        assertThat(jm.sum()).isEqualTo(1);
        assertThat(jm.version()).isEqualTo(1);
        assertThat(jm.identity()).isEqualTo(0x4cf0);
        assertThat(jm.base()).isZero();
        assertThat(jm.range()).isEqualTo(156301486);
        assertThat(jm.label()).isEqualTo("raid0");
        assertThat(jm.mode()).isEqualTo(Jm.RAID0);
        assertThat(jm.chunk()).isEqualTo(256);
        assertThat(jm.attribute()).isEqualTo(3);
        assertThat(jm.members()).containsExactly(0x4cf0L, 0x37d0L, 0x6890L, 0x37f0L);
        assertThat(jm.position()).contains(0);
        assertThat(jm.spare()).isFalse();
    }

    @Test
    void sizes_are_computed_in_64_bits_though_dmraid_lists_32() {
        FormatCase<Jm> c = load("raid0-missing-member");
        change(c, "sda", b -> FormatCase.word(b, 0x18, 89423));
        assertThat(read(c, "sda").range()).isEqualTo(89423L * 65536 + 8190);
        RaidDevice listed = FORMAT.dmraid().orElseThrow().listed((Reading.Found<Jm>) c.reading("sda"));
        assertThat(listed.sectors()).isEqualTo((89423L * 65536 + 8190) & 0xffff_ffffL);
    }

    @Test
    void the_words_add_up_to_0_or_1() {
        assertThat(FormatCase.slots(only(load("checksum-sum-0")))).isEqualTo("sda sdb");
        FormatCase<Jm> c = load("checksum-sum-2");
        assertThat(FormatCase.slots(only(c))).isEqualTo("sda -");
        assertThat(c.broken("sdb")).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo("jmicron.checksum");
            assertThat(f.sector()).hasValue(204799);
        });
    }

    @Test
    void two_letters_alone_are_no_metadata() {
        FormatCase<Jm> c = load("checksum-sum-2").change("sdb", b -> FormatCase.octet(b, 3, 9));
        assertThat(c.reading("sdb")).isInstanceOf(Reading.Absent.class);
    }

    @Test
    void members_stand_where_their_table_has_them() {
        assertThat(FormatCase.slots(only(load("raid0-4disk-shuffled-128k")))).isEqualTo("sdb sdd sda sdc");
        RaidSet set = only(load("raid01-6disk-shuffled"));
        assertThat(FormatCase.slots(set)).isEqualTo("sdc sde sdb sdf sdd sda");
        assertThat(set.level()).isEqualTo(Level.RAID0);
        assertThat(set.components())
                .extracting(c -> ((Component.Subset) c).set().name())
                .containsExactly("jmicron_zeroone-0", "jmicron_zeroone-1", "jmicron_zeroone-2");
    }

    @Test
    void who_is_missing_is_named_by_the_identity_in_the_table() {
        assertThat(only(load("raid1-degraded")).components().getFirst())
                .isInstanceOfSatisfying(
                        Component.Missing.class, m -> assertThat(m.label()).isEqualTo("0x4cf0"));
    }

    @Test
    void a_spare_is_never_a_leg() {
        FormatCase<Jm> c = load("raid1-degraded-with-spare");
        assertThat(FormatCase.slots(only(c))).isEqualTo("sda -");
        assertThat(c.group().spares()).extracting(d -> d.name()).containsExactly("sdb");
        FormatCase<Jm> empty = change(c, "sdb", b -> FormatCase.word(FormatCase.word(b, 0x18, 0), 0x1c, 0));
        assertThat(empty.group().spares()).extracting(d -> d.name()).containsExactly("sdb");
        // Without sectors it is nothing to dmraid.
        assertThat(FORMAT.dmraid().orElseThrow().isListed((Reading.Found<Jm>) empty.reading("sda")))
                .isTrue();
        assertThat(FORMAT.dmraid().orElseThrow().isListed((Reading.Found<Jm>) empty.reading("sdb")))
                .isFalse();
        assertThat(empty.without("sda").assemble().groups())
                .singleElement()
                .satisfies(g -> assertThat(g.spares()).hasSize(1));
    }

    @Test
    void a_disk_in_no_table_is_left_out() {
        FormatCase<Jm> c = load("identity-not-in-table");
        assertThat(FormatCase.slots(only(c))).isEqualTo("sda -");
        assertThat(c.codes()).containsExactly("jmicron.not-in-table");
    }

    @Test
    void a_member_without_the_mark_that_others_bear_is_rebuilt() {
        assertThat(FormatCase.slots(only(load("raid1-rebuilding")))).isEqualTo("sda:rebuilding sdb");
        FormatCase<Jm> done = attribute(load("raid1-rebuilding"), "sda", 7);
        assertThat(FormatCase.slots(only(done))).isEqualTo("sda sdb");
        FormatCase<Jm> stripes = attribute(load("raid01-4disk"), "sda", 7);
        attribute(stripes, "sdc", 7);
        attribute(stripes, "sdd", 7);
        assertThat(FormatCase.slots(only(stripes))).isEqualTo("sda sdb:rebuilding sdc sdd");
    }

    @Test
    void the_mark_means_bad_sectors_where_nothing_can_be_rebuilt() {
        FormatCase<Jm> c = attribute(load("raid0-8disk-4k"), "sda", 7);
        assertThat(only(c).health()).isEqualTo(RaidSet.Health.COMPLETE);
        assertThat(c.codes()).containsExactly("jmicron.bad-sectors");
    }

    @Test
    void copies_that_are_all_unsynchronised_are_synchronised_anew() {
        RaidSet set = only(load("raid1-unsync"));
        assertThat(set.resync()).isEqualTo(RaidSet.Resync.RESYNCING);
        assertThat(FormatCase.slots(set)).isEqualTo("sda sdb");
    }

    @Test
    void one_copy_that_is_unsynchronised_is_written_from_the_others() {
        FormatCase<Jm> c = attribute(load("raid1-unsync"), "sdb", 3);
        assertThat(FormatCase.slots(only(c))).isEqualTo("sda:rebuilding sdb");
        assertThat(only(c).resync()).isEqualTo(RaidSet.Resync.CLEAN);
        FormatCase<Jm> pairs = attribute(load("raid01-4disk"), "sdd", 0x23);
        assertThat(FormatCase.slots(only(pairs))).isEqualTo("sda sdb sdc sdd:rebuilding");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x08, 0x10, 0x40, 0x80})
    void attributes_that_nobody_knows_forbid_to_start(int bit) {
        FormatCase<Jm> c = attribute(load("raid1-2disk"), "sdb", 3 | bit);
        assertThat(c.group().blocked().values()).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo("jmicron.attribute");
            assertThat(f.disk()).hasValue("sdb");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "duplicate-identity, jmicron.same-slot",
        "range-beyond-disk, jmicron.past-end",
        "raid1-active-newest, jmicron.attribute",
        "real-util-linux, jmicron.past-end"
    })
    void what_cannot_be_trusted_is_shown_and_not_started(String name, String code) {
        assertThat(load(name).group().blocked().values())
                .extracting(f -> f.code())
                .containsExactly(code);
    }

    @Test
    void data_never_reach_into_the_metadata() {
        FormatCase<Jm> c = load("raid1-2disk");
        List.of("sda", "sdb").forEach(d -> change(c, d, b -> FormatCase.word(b, 0x14, 2)));
        assertThat(c.group().blocked().values()).extracting(f -> f.code()).containsExactly("jmicron.past-end");
        assertThat(c.codes()).contains("jmicron.base");
    }

    @Test
    void a_table_that_names_a_disk_twice_is_not_believed() {
        FormatCase<Jm> c = load("raid1-3way");
        List.of("sda", "sdb", "sdc").forEach(d -> change(c, d, b -> FormatCase.word(b, 0x44, 0x4cf0)));
        assertThat(c.group().blocked().values()).extracting(f -> f.code()).containsExactly("jmicron.same-identity");
    }

    @Test
    void half_a_pair_makes_no_stripe_of_mirrors() {
        FormatCase<Jm> c = load("raid01-4disk").without("sdd");
        List.of("sda", "sdb", "sdc").forEach(d -> change(c, d, b -> FormatCase.word(b, 0x4c, 0)));
        assertThat(c.group().blocked().values()).extracting(f -> f.code()).containsExactly("jmicron.members");
    }

    @Test
    void the_table_that_most_of_its_members_bear_outdates_the_other() {
        FormatCase<Jm> c = load("raid1-3way");
        // sdc was replaced while it was away: the others have another disk in its place.
        List.of("sda", "sdb").forEach(d -> change(c, d, b -> FormatCase.word(b, 0x48, 0x1230)));
        assertThat(FormatCase.slots(only(c))).isEqualTo("sda sdb -");
        assertThat(c.group().stale()).extracting(d -> d.name()).containsExactly("sdc");
        assertThat(c.codes()).containsExactly("jmicron.outdated");
    }

    @Test
    void whoever_has_left_a_disk_has_the_later_table() {
        FormatCase<Jm> c = load("raid1-2disk");
        change(c, "sda", b -> FormatCase.word(b, 0x44, 0x1230));
        assertThat(FormatCase.slots(only(c))).isEqualTo("sda -");
        assertThat(c.group().stale()).extracting(d -> d.name()).containsExactly("sdb");
    }

    /** The two others are more, but they tell of one that tells nothing of them. */
    @Test
    void one_that_went_on_alone_has_the_later_table() {
        FormatCase<Jm> c = load("raid1-3way");
        change(c, "sda", b -> FormatCase.word(FormatCase.word(b, 0x44, -1), 0x48, -1));
        assertThat(FormatCase.slots(only(c))).isEqualTo("sda - -");
        assertThat(c.group().stale()).extracting(d -> d.name()).containsExactly("sdb", "sdc");
    }

    @Test
    void tables_that_left_each_other_are_both_not_started() {
        FormatCase<Jm> c = load("raid01-4disk");
        List.of("sda", "sdb").forEach(d -> change(c, d, b -> FormatCase.word(b, 0x4c, -1)));
        List.of("sdc", "sdd").forEach(d -> change(c, d, b -> FormatCase.word(b, 0x44, -1)));
        assertSplit(c);
    }

    @Test
    void members_that_differ_in_mode_or_name_are_no_degraded_sets_of_their_own() {
        assertSplit(change(load("raid1-2disk"), "sda", b -> FormatCase.octet(b, 0x30, Jm.RAID0)));
        assertSplit(name(load("raid1-2disk"), "sda", "renamed"));
        FormatCase<Jm> most = name(load("raid1-3way"), "sda", "renamed");
        assertThat(FormatCase.slots(only(most))).isEqualTo("- sdb sdc");
        assertThat(most.codes()).containsExactly("jmicron.outdated");
    }

    private static void assertSplit(FormatCase<Jm> c) {
        List<Group> groups = c.assemble().groups();
        assertThat(groups).hasSize(2);
        assertThat(groups)
                .allSatisfy(g -> assertThat(g.blocked().values())
                        .extracting(f -> f.code())
                        .containsExactly("jmicron.split"));
    }

    @Test
    void sets_of_one_name_and_other_members_are_told_apart() {
        FormatCase<Jm> c = load("two-sets-interleaved");
        List.of("sda", "sdb", "sdc", "sdd").forEach(d -> name(c, d, "data"));
        assertThat(c.assemble().groups()).hasSize(2).allSatisfy(g -> {
            assertThat(g.blocked()).isEmpty();
            assertThat(g.sets().getFirst().name()).startsWith("jmicron_data_");
            assertThat(g.sets().getFirst().health()).isEqualTo(RaidSet.Health.COMPLETE);
        });
    }

    @ParameterizedTest
    @CsvSource({"raid5-3disk, 3", "unknown-mode-4, 2", "unknown-mode-7, 2"})
    void modes_that_nobody_can_map_make_no_set(String name, int disks) {
        FormatCase<Jm> c = load(name);
        assertThat(c.assemble().groups()).singleElement().satisfies(g -> {
            assertThat(g.sets()).isEmpty();
            assertThat(g.disks()).hasSize(disks);
        });
        assertThat(c.codes()).hasSize(disks).containsOnly("jmicron.mode");
    }

    @Test
    void no_bytes_make_reading_throw_or_a_set_leave_its_disks() {
        var random = new Random(36);
        for (String name : FormatCase.names(FORMAT)) {
            FormatCase<Jm> pristine = load(name);
            for (int round = 0; round < 300; round++) {
                FormatCase<Jm> c = pristine.copy();
                String what = name + " round " + round;
                assertThatCode(() -> {
                            c.mutate(random, b -> summed(FormatCase.octet(FormatCase.octet(b, 0, 'J'), 1, 'M')));
                            c.assertSafe(what);
                            c.listing();
                            c.nativeLogs();
                        })
                        .as(what)
                        .doesNotThrowAnyException();
            }
        }
    }
}
