package org.dmkit.formats.lsi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read and assembled, against what real programs made of the same disks. */
class LsiCorpusTest {
    private static final LsiFormat FORMAT = new LsiFormat();

    static Stream<String> all() {
        return CorpusDisks.names(FORMAT).stream();
    }

    static Stream<String> right() {
        return Expected.rightInDmraid(FORMAT);
    }

    private static CorpusDisks<LsiConfiguration> load(String name) {
        return CorpusDisks.load(FORMAT, name);
    }

    @ParameterizedTest
    @MethodSource("right")
    void a_disk_is_listed_as_dmraid_lists_it(String name) {
        assertThat(Expected.devices(FORMAT, load(name).found())).isEqualTo(Expected.devices(FORMAT, name));
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_native_log_is_that_of_dmraid(String name) {
        assertThat(Expected.nativeLog(FORMAT, load(name).found()))
                .isEqualTo(Expected.nativeLog(FORMAT, name, "native.txt"));
    }

    @Test
    void a_disk_of_the_second_set_is_listed_by_the_type_of_its_own_set() {
        assertThat(Expected.devices(
                        FORMAT, load("raid1-and-raid0-one-configuration").found()))
                .contains("/dev/sdd: lsi, \"lsi_bbaaaaaafbb\", stripe, ok, 204799 sectors, data@ 0");
    }

    @Test
    void a_raid_10_without_one_disk_is_the_mirror_of_what_is_left() {
        RaidSet set = load("raid10-4disk-one-missing").group().sets().getFirst();
        assertThat(set.health()).isEqualTo(Health.DEGRADED);
        assertThat(set.size()).isEqualTo(409344);
        assertThat(Expected.slots(set)).containsExactly("sda", "sdb", "sdc", "- unmarked");
    }

    @Test
    void members_with_different_chunks_are_not_started() {
        CorpusDisks<LsiConfiguration> disks = load("refuse-stripe-differs");
        Group group = disks.group();
        assertThat(group.blocked()).hasSize(1);
        assertThat(group.blocked().values()).extracting(f -> f.code()).containsExactly("lsi.contradiction");
        assertThat(disks.without("sdb").group().blocked()).isEmpty();
    }

    @Test
    void sets_of_one_configuration_are_one_group() {
        Group group = load("raid0-beside-degraded-raid1").group();
        assertThat(group.sets()).extracting(RaidSet::name).containsExactly("lsi_bbaaaaaafca", "lsi_bbaaaaaafcb");
        assertThat(group.sets()).extracting(RaidSet::health).containsExactly(Health.COMPLETE, Health.DEGRADED);
        assertThat(Expected.slots(group.sets().getLast())).containsExactly("sdc", "- marked");
        assertThat(load("two-sets-two-timestamps").assemble().groups()).hasSize(2);
    }

    @Test
    void a_disk_whose_own_place_cannot_be_believed_is_left_out() {
        for (String name : List.of("refuse-disk-number-9", "refuse-type-0", "refuse-type-4", "refuse-type-8")) {
            Group group = load(name).group();
            assertThat(Expected.slots(group.sets().getFirst())).as(name).containsExactly("sda", "- unmarked");
            assertThat(group.stale()).as(name).extracting(DiskInfo::name).containsExactly("sdb");
        }
    }

    @Test
    void a_set_of_unknown_type_is_shown_and_left_alone() {
        CorpusDisks<LsiConfiguration> disks = load("real-two-raids-four-disks");
        Group unknown = disks.assemble().groups().getLast();
        assertThat(unknown.name()).isEqualTo("lsi_jjebahhhgb");
        assertThat(unknown.sets()).isEmpty();
        assertThat(unknown.disks()).extracting(DiskInfo::name).containsExactly("sdc", "sdd");
        assertThat(disks.assemble().findings()).anySatisfy(f -> {
            assertThat(f.code()).isEqualTo("lsi.type");
            assertThat(f.disk()).hasValue("sdc");
            assertThat(f.sector()).hasValue(320173055);
            assertThat(f.found()).isEqualTo("8");
        });
    }
}
