package org.dmkit.formats.isw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RaidSet.Resync;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read and assembled, against what real programs made of the same disks. */
class IswCorpusTest {
    /** Decided by their reason, below. */
    private static final List<String> OPEN = IswCase.names().stream()
            .filter(n -> !IswCase.expectation(n, "open.txt").isEmpty())
            .toList();

    static Stream<String> all() {
        return IswCase.names().stream();
    }

    static Stream<String> decided() {
        return all().filter(n -> !OPEN.contains(n));
    }

    @ParameterizedTest
    @MethodSource("all")
    void writing_what_was_read_gives_the_same_bytes(String name) {
        IswCase c = IswCase.load(name);
        for (Reading.Found<Mpb> f : c.found()) {
            Mpb mpb = f.metadata();
            assertThat(Block.copyOf(MpbWriter.encode(mpb)))
                    .as(f.disk().name())
                    .isEqualTo(onDisk(c, f.disk(), mpb.size()));
            c.write(Map.of(f.disk().name(), MpbWriter.images(mpb, f.disk())));
            assertThat(c.mpb(f.disk().name())).isEqualTo(mpb);
        }
    }

    private static Block onDisk(IswCase c, DiskInfo disk, int size) {
        MpbPlace place = MpbPlace.on(disk);
        Block all = Block.copyOf(c.read(disk.name(), place.anchor()));
        for (Extent e : place.extended(size)) {
            all = all.then(Block.copyOf(c.read(disk.name(), e)));
        }
        return all.slice(0, size);
    }

    @ParameterizedTest
    @MethodSource("decided")
    void sets_have_names_sizes_and_members_as_real_programs_have_them(String name) {
        String right = IswCase.expectation(name, "right-tables.txt");
        String expected = right.isEmpty() ? IswCase.expectation(name, "tables.txt") : right;
        assertThat(IswTables.of(IswCase.load(name).assemble().groups())).isEqualTo(IswTables.expected(expected));
    }

    private static RaidSet only(String name) {
        Group g = IswCase.load(name).group();
        assertThat(g.blocked()).isEmpty();
        assertThat(g.sets()).hasSize(1);
        return g.sets().getFirst();
    }

    private static List<String> states(RaidSet set) {
        return set.leaves()
                .map(c -> switch (c) {
                    case Component.Member m -> m.disk().name() + (m.state() == State.REBUILDING ? " rebuilding" : "");
                    case Component.Missing m -> m.label() + (m.marked() ? " marked" : " unmarked");
                    case Component.Subset s -> "set";
                })
                .toList();
    }

    @Test
    void a_failed_disk_that_is_present_is_not_used() {
        assertThat(states(only("raid1-failed-bit-disk-present"))).containsExactly("sda", "WD-ISW0001 marked");
        assertThat(states(only("mdadm-raid10-one-failed"))).containsExactly("sda", "sdd", "HARV0001:0 marked", "sdc");
        assertThat(IswCase.load("mdadm-raid10-one-failed").group().stale())
                .extracting(d -> d.name())
                .containsExactly("sdb");
    }

    @Test
    void a_stale_member_that_returns_is_left_out() {
        assertThat(states(only("raid1-stale-member-returns"))).containsExactly("sda", "D-ISW0001:0 marked");
        assertThat(states(only("raid1-stale-member-returns-slot0"))).containsExactly("D-ISW0000:0 marked", "sdb");
    }

    @Test
    void a_member_that_is_absent_is_told_from_one_that_is_marked() {
        assertThat(states(only("raid1-member-absent-unmarked"))).containsExactly("sda", "WD-ISW0001 unmarked");
        assertThat(states(only("raid1-degraded-marked"))).containsExactly("sda", "D-ISW0001:0 marked");
        assertThat(states(only("mdadm-create-raid1-missing"))).containsExactly("sda", "missing:0 marked");
    }

    @Test
    void a_slot_with_bit_24_rebuilds() {
        assertThat(states(only("raid1-rebuilding"))).containsExactly("sda", "sdb rebuilding");
        assertThat(states(only("raid1-rebuilding-slot0"))).containsExactly("sda rebuilding", "sdb");
    }

    @Test
    void slots_follow_the_order_table() {
        assertThat(states(only("raid10-4disk-ord-not-identity"))).containsExactly("sdc", "sda", "sdd", "sdb");
    }

    @Test
    void a_replaced_disk_of_the_family_before_is_stale() {
        Group g = IswCase.load("mdadm-raid1-rebuild-finished").group();
        assertThat(g.name()).isEqualTo("isw_bcheghhihe");
        assertThat(g.stale()).extracting(d -> d.name()).containsExactly("sdb");
        assertThat(states(g.sets().getFirst())).containsExactly("sdc", "sda");
    }

    @Test
    void what_is_not_known_to_agree_has_to_be_synchronised() {
        assertThat(only("mdadm-raid1-resyncing").resync()).isEqualTo(Resync.RESYNCING);
        assertThat(only("raid1-verify-and-repair").resync()).isEqualTo(Resync.RESYNCING);
        assertThat(only("mdadm-raid5-initializing").resync()).isEqualTo(Resync.RESYNCING);
        assertThat(only("raid5-dirty").resync()).isEqualTo(Resync.DIRTY);
        assertThat(only("mdadm-raid1-rebuild-finished").resync()).isEqualTo(Resync.CLEAN);
    }

    @Test
    void volumes_that_dmraid_cannot_map_are_there() {
        assertThat(IswTables.of(IswCase.load("mdadm-kill-subarray-0").assemble().groups()))
                .singleElement()
                .asString()
                .contains("_second 1810432: sda+131072, sdb+131072, sdc+131072");
        assertThat(states(only("raid1-bad-block-log"))).containsExactly("sda", "sdb");
        assertThat(IswCase.load("raid1-bad-block-log").assemble().findings())
                .extracting(f -> f.code())
                .containsExactly("isw.bad-blocks");
        assertThat(IswCase.load("matrix-raid10-raid5-4disk").group().sets())
                .extracting(RaidSet::health)
                .containsExactly(Health.COMPLETE, Health.COMPLETE);
    }

    @Test
    void what_must_not_be_started_is_shown_with_the_reason() {
        assertBlocked("raid0-general-migration-2-to-3", "isw.migrating");
        assertBlocked("refuse-unsupported-attributes", "isw.attributes");
        assertBlocked("refuse-ord-duplicate", "isw.ord");
        assertBlocked("refuse-zero-members", "isw.num-members");
        assertBlocked("refuse-map-state-7", "isw.map-state");
        assertBlocked("refuse-zero-strip", "isw.strip");
        assertBlocked("refuse-volume-past-end", "isw.past-end");
        assertBlocked("refuse-num-raid-devs-3-of-1", "isw.num-raid-devs");
        assertBlocked("util-linux-image", "isw.disk-too-small");
    }

    private static void assertBlocked(String name, String code) {
        Assembly a = IswCase.load(name).assemble();
        Group g = a.groups().getFirst();
        assertThat(g.sets()).as(name).hasSize(1);
        assertThat(g.blocked()).as(name).containsOnlyKeys(g.sets().getFirst().name());
        assertThat(g.blocked().values()).extracting(f -> f.code()).containsExactly(code);
    }

    @Test
    void a_broken_copy_is_told_with_its_place() {
        assertThat(IswCase.load("refuse-bad-checksum-one").broken("sdb"))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo("isw.checksum");
                    assertThat(f.sector()).hasValue(1048574);
                    assertThat(f.found()).isEqualTo("0xff2f741a");
                    assertThat(f.expected()).isEqualTo("0xff2f7419");
                });
        assertThat(IswCase.load("refuse-mpb-size-zero").reading("sda")).isInstanceOf(Reading.Broken.class);
        assertThat(IswCase.load("refuse-mpb-size-huge").reading("sda")).isInstanceOf(Reading.Broken.class);
        assertThat(IswCase.load("refuse-anchor-zeroed").reading("sdb")).isInstanceOf(Reading.Absent.class);
    }

    @Test
    void spares_stand_alone() {
        for (String name :
                List.of("raid1-with-spare-usable-bit", "mdadm-raid1-plus-spare", "mdadm-create-raid1-missing")) {
            List<Group> spares = IswCase.load(name).assemble().groups().stream()
                    .filter(g -> g.sets().isEmpty())
                    .toList();
            assertThat(spares).as(name).hasSize(1);
            assertThat(spares.getFirst().spares()).as(name).hasSize(1);
        }
        assertThat(IswCase.load("mdadm-create-container-only").assemble().groups())
                .hasSize(2);
    }
}
