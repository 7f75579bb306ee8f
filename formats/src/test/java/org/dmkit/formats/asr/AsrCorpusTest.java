package org.dmkit.formats.asr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.formats.SafeAssembly;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.RaidSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read and assembled, against what dmraid made of the same disks. */
class AsrCorpusTest {
    private static final AsrFormat FORMAT = new AsrFormat();

    static Stream<String> all() {
        return CorpusDisks.names(FORMAT).stream();
    }

    private static CorpusDisks<AsrMetadata> load(String name) {
        return CorpusDisks.load(FORMAT, name);
    }

    private static List<Reading.Found<AsrMetadata>> listed(String name) {
        return load(name).found().stream()
                .filter(FORMAT.dmraid().orElseThrow()::isListed)
                .toList();
    }

    private static RaidSet set(String name) {
        return load(name).group().sets().getFirst();
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_disk_is_listed_as_dmraid_lists_it(String name) {
        assertThat(Expected.devices(FORMAT, listed(name))).isEqualTo(Expected.devices(FORMAT, name));
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_native_log_is_that_of_dmraid(String name) {
        assertThat(Expected.nativeLog(FORMAT, listed(name))).isEqualTo(Expected.nativeLog(FORMAT, name, "native.txt"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_is_assembled_is_safe(String name) {
        SafeAssembly.check(load(name).assemble());
    }

    @Test
    void a_set_that_was_open_when_the_power_went_is_dirty() {
        assertThat(set("raid1-2disk-dirty-flag").resync()).isEqualTo(RaidSet.Resync.DIRTY);
    }

    @Test
    void a_member_that_is_not_initialized_is_written_from_the_other() {
        assertThat(Expected.slots(set("raid1-2disk-second-uninitialized"))).containsExactly("sda", "sdb rebuilding");
    }

    @Test
    void a_member_that_the_newer_table_calls_failed_is_left_out() {
        Group group = load("raid1-2disk-member-failed-known-to-survivor-only").group();
        assertThat(Expected.slots(group.sets().getFirst())).containsExactly("sda", "- marked");
        assertThat(group.stale()).extracting(DiskInfo::name).containsExactly("sdb");
    }

    /** dmraid takes no notice of it; we know whose it was. */
    @Test
    void a_member_that_calls_itself_failed_is_left_out() {
        CorpusDisks<AsrMetadata> disks = load("raid1-2disk-member-failed-everywhere");
        assertThat(Expected.slots(disks.group().sets().getFirst())).containsExactly("sda", "- marked");
        assertThat(disks.group().stale()).extracting(DiskInfo::name).containsExactly("sdb");
        assertThat(disks.codes()).containsExactly("asr.failed");
    }

    @Test
    void a_raid_10_is_a_stripe_over_mirrors_and_not_what_dmraid_makes_of_it() {
        RaidSet set = set("raid10-4disk");
        assertThat(set.size()).isEqualTo(409344);
        assertThat(set.bottomUp().map(RaidSet::name))
                .containsExactly(".asr_R10_cc000021_donotuse", ".asr_R10_cc000022_donotuse", "asr_R10");
    }

    @Test
    void a_dedicated_spare_waits_in_the_group_of_its_array() {
        Group group = load("raid1-2disk-plus-dedicated-spare").group();
        assertThat(group.spares()).extracting(DiskInfo::name).containsExactly("sdc");
        assertThat(Expected.slots(group.sets().getFirst())).containsExactly("sda", "sdb");
    }

    @Test
    void a_global_spare_is_in_dmraids_pool() {
        Assembly assembly = load("raid1-2disk-plus-global-spare").assemble();
        assertThat(assembly.groups()).extracting(Group::name).containsExactly("asr_MIRROR", ".asr_spares");
        assertThat(assembly.groups().getLast().spares())
                .extracting(DiskInfo::name)
                .containsExactly("sdc");
        assertThat(assembly.findings()).isEmpty();
    }

    @Test
    void a_raid_5_is_shown_without_a_set() {
        Assembly assembly = load("refuse-raid5-type").assemble();
        assertThat(assembly.groups()).extracting(Group::name).containsExactly("asr_BAD", "asr_BAD5");
        assertThat(assembly.groups().getLast().sets()).isEmpty();
        assertThat(assembly.findings()).extracting(f -> f.code()).containsExactly("asr.raidtype");
    }

    @Test
    void what_is_wrong_with_a_disk_is_told_with_its_place() {
        assertBroken("refuse-capacity-zero", "sdb", "asr.lcapcty", 204783);
        assertBroken("refuse-elmcnt-zero", "sdb", "asr.elmcnt", 204783);
        assertBroken("refuse-elmsize-68", "sdb", "asr.elmsize", 204783);
        assertBroken("refuse-reserved-block-version-7", "sdb", "asr.resver", 204799);
        assertBroken("refuse-table-zeroed", "sdb", "asr.ridcode", 204783);
        assertBroken("real-one-disk-trimmed-table-pointer-outside", "sda", "asr.raidtbl", 5383);
    }

    private static void assertBroken(String name, String disk, String code, long sector) {
        assertThat(load(name).broken(disk)).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo(code);
            assertThat(f.sector()).hasValue(sector);
        });
    }

    @Test
    void the_real_table_is_decoded() {
        CorpusDisks<AsrMetadata> disks = load("real-raid0-4disk-chunk128");
        var metadata = disks.found().getFirst().metadata();
        assertThat(metadata.table().checksum()).isEqualTo(0x2026);
        assertThat(metadata.sumIsRight()).isTrue();
        assertThat(metadata.lines()).extracting(ConfigLine::name).containsOnly("ZERO");
        assertThat(metadata.lines().getFirst().chunk()).isEqualTo(512);
        assertThat(metadata.own().chunk()).isEqualTo(128);
        assertThat(disks.found().getFirst().extents())
                .isEqualTo(List.of(new Extent(17942567, 16), new Extent(17942583, 1)));
    }
}
