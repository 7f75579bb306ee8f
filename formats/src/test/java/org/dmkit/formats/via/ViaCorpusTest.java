package org.dmkit.formats.via;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.formats.SafeAssembly;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read and assembled, against what dmraid made of the same disks. */
class ViaCorpusTest {
    private static final ViaFormat FORMAT = new ViaFormat();

    static Stream<String> all() {
        return CorpusDisks.names(FORMAT).stream();
    }

    private static CorpusDisks<ViaMetadata> load(String name) {
        return CorpusDisks.load(FORMAT, name);
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_disk_is_listed_as_dmraid_lists_it(String name) {
        assertThat(Expected.devices(FORMAT, load(name).found())).isEqualTo(Expected.devices(FORMAT, name));
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_native_log_is_that_of_dmraid(String name) {
        assertThat(Expected.nativeLog(FORMAT, load(name).found()))
                .isEqualTo(Expected.nativeLog(FORMAT, name, "native.txt"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_is_assembled_is_safe(String name) {
        SafeAssembly.check(load(name).assemble());
    }

    @Test
    void the_spare_of_a_mirror_is_left_idle_and_not_copied_over_as_dmraid_would() {
        Group group = load("raid1-2disk-plus-spare").group();
        assertThat(Expected.slots(group.sets().getFirst())).containsExactly("sda", "sdb");
        assertThat(group.spares()).extracting(DiskInfo::name).containsExactly("sdc");
    }

    @Test
    void a_mirror_with_a_dirty_source_is_resynced_when_it_starts() {
        RaidSet set = load("raid1-2disk-source-dirty").group().sets().getFirst();
        assertThat(Expected.slots(set)).containsExactly("sda", "sdb");
        assertThat(set.resync()).isEqualTo(RaidSet.Resync.DIRTY);
    }

    @Test
    void a_disk_that_is_no_member_is_left_out() {
        assertLeftOut("not-in-disk-array", "via.in_disk_array");
        assertLeftOut("own-serial-not-in-table", "via.serial_checksum");
        assertLeftOut("raid1-2disk-second-broken", "via.tolerance");
    }

    private static void assertLeftOut(String name, String code) {
        CorpusDisks<ViaMetadata> disks = load(name);
        assertThat(disks.group().stale()).extracting(DiskInfo::name).containsExactly("sdb");
        assertThat(disks.group().sets().getFirst().health()).isEqualTo(Health.DEGRADED);
        assertThat(disks.codes()).containsExactly(code);
    }

    @Test
    void a_raid_5_is_shown_without_a_set() {
        CorpusDisks<ViaMetadata> disks = load("raid5-3disk-unsupported");
        assertThat(disks.group().sets()).isEmpty();
        assertThat(disks.codes()).containsOnly("via.raid_type");
    }

    @Test
    void a_wrong_sum_is_told_with_its_place() {
        assertThat(load("refuse-bad-checksum").broken("sdb")).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo("via.checksum");
            assertThat(f.sector()).hasValue(204799);
        });
        assertThat(load("refuse-bad-signature").reading("sdb")).isInstanceOf(Reading.Absent.class);
    }

    @Test
    void a_span_whose_size_is_in_doubt_is_warned_about() {
        CorpusDisks<ViaMetadata> doubtful = load("span-2disk");
        assertThat(doubtful.found())
                .allSatisfy(
                        f -> assertThat(f.findings()).extracting(x -> x.code()).containsExactly("via.span-size"));
        assertThat(load("span-3disk-capacity-equals-sectors-minus-1").found())
                .allSatisfy(f -> assertThat(f.findings()).isEmpty());
    }

    @Test
    void the_real_sector_is_decoded() {
        var via = load("real-raid0-2disk-chunk128").found().getFirst().metadata();
        assertThat(via.capacity()).isEqualTo(488397056);
        assertThat(via.chunk()).isEqualTo(128);
        assertThat(via.count()).isEqualTo(2);
        assertThat(via.bootable()).isEqualTo(1);
        assertThat(via.position()).isZero();
        assertThat(via.sum()).isEqualTo(0xa9);
    }
}
