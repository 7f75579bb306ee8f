package org.dmkit.formats.asr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RaidSet.Resync;
import org.junit.jupiter.api.Test;

/** Whose table is believed, and what the states make of members. In a mirror, line 0 is the array, 1 and 2 are the disks. */
class AsrAssemblyTest {
    private static final AsrFormat FORMAT = new AsrFormat();

    private static CorpusDisks<AsrMetadata> load(String name) {
        return CorpusDisks.load(FORMAT, name);
    }

    private static CorpusDisks<AsrMetadata> mirror() {
        return load("raid1-2disk");
    }

    private static RaidSet set(CorpusDisks<AsrMetadata> disks) {
        return disks.group().sets().getFirst();
    }

    private static List<String> slots(CorpusDisks<AsrMetadata> disks) {
        return Expected.slots(set(disks));
    }

    @Test
    void each_state_of_a_member_has_its_standing() {
        assertThat(Standing.of(0)).isEqualTo(Standing.IN_SYNC);
        assertThat(Standing.of(0x10)).isEqualTo(Standing.BUILDING);
        assertThat(List.of(1, 0x0a, 0x20, 0x21)).extracting(Standing::of).containsOnly(Standing.BEHIND);
        assertThat(List.of(2, 3, 4, 5, 0x23, 0x30, 0xff))
                .extracting(Standing::of)
                .containsOnly(Standing.OUT);
    }

    @Test
    void a_member_whose_older_table_misses_a_change_of_state_is_written_from_the_others() {
        CorpusDisks<AsrMetadata> disks = mirror();
        AsrTables.change(disks, "sdb", AsrTables.newer(3, 7, Map.of(0, 1)));
        assertThat(slots(disks)).containsExactly("sda rebuilding", "sdb");
    }

    @Test
    void a_member_whose_older_table_says_the_same_is_in_sync() {
        CorpusDisks<AsrMetadata> disks = mirror();
        AsrTables.change(disks, "sdb", AsrTables.newer(3, 7, Map.of()));
        assertThat(slots(disks)).containsExactly("sda", "sdb");
    }

    @Test
    void two_halves_that_call_each_other_failed_are_not_started() {
        CorpusDisks<AsrMetadata> disks = mirror();
        AsrTables.change(disks, "sda", AsrTables.newer(3, 6, Map.of(2, 3)));
        AsrTables.change(disks, "sdb", AsrTables.newer(3, 9, Map.of(1, 3)));
        assertThat(set(disks).health()).isEqualTo(Health.FAILED);
        assertThat(disks.codes()).containsExactly("asr.split-brain", "asr.split-brain");
        assertThat(slots(disks.without("sda"))).containsExactly("- marked", "sdb");
    }

    @Test
    void equal_generations_with_different_content_are_not_started() {
        CorpusDisks<AsrMetadata> disks = mirror();
        AsrTables.change(disks, "sdb", AsrTables.line(2, AsrTables.RAIDSTATE, 0x20));
        assertThat(set(disks).health()).isEqualTo(Health.FAILED);
        assertThat(disks.codes()).containsExactly("asr.contradiction", "asr.contradiction");
    }

    @Test
    void a_copy_with_a_wrong_sum_is_not_believed_beside_a_good_one() {
        CorpusDisks<AsrMetadata> disks = mirror();
        Block lie = AsrTables.newer(3, 99, Map.of(1, 0x20)).apply(AsrTables.table(disks, "sdb"));
        AsrTables.put(disks, "sdb", lie);
        assertThat(slots(disks)).containsExactly("sda", "- marked");
        assertThat(disks.codes()).containsExactly("asr.wrong-copy");
    }

    @Test
    void a_mirror_that_is_built_for_the_first_time_is_resynced() {
        CorpusDisks<AsrMetadata> disks = mirror();
        AsrTables.changeAll(disks, AsrTables.newer(3, 2, Map.of(1, 0x10, 2, 0x10)));
        assertThat(slots(disks)).containsExactly("sda", "sdb");
        assertThat(set(disks).resync()).isEqualTo(Resync.RESYNCING);
    }

    @Test
    void a_member_that_is_built_beside_one_that_is_ready_is_written_from_it() {
        CorpusDisks<AsrMetadata> disks = mirror();
        AsrTables.changeAll(disks, AsrTables.newer(3, 2, Map.of(1, 0x10)));
        assertThat(slots(disks)).containsExactly("sda rebuilding", "sdb");
        assertThat(set(disks).resync()).isEqualTo(Resync.CLEAN);
    }

    @Test
    void an_array_that_rebuilds_nobody_knows_which_member_is_not_started() {
        CorpusDisks<AsrMetadata> disks = mirror();
        AsrTables.changeAll(disks, AsrTables.line(0, AsrTables.RAIDSTATE, 2));
        assertThat(disks.group().sets()).isEmpty();
        assertThat(disks.codes()).containsExactly("asr.raidstate");
    }

    @Test
    void a_stripe_with_a_member_that_rebuilds_cannot_start() {
        CorpusDisks<AsrMetadata> disks = load("raid0-2disk-chunk128");
        AsrTables.changeAll(disks, AsrTables.line(2, AsrTables.RAIDSTATE, 0x20));
        assertThat(set(disks).health()).isEqualTo(Health.FAILED);
    }

    @Test
    void a_member_that_was_dropped_from_the_table_leaves_a_hole() {
        CorpusDisks<AsrMetadata> disks = mirror();
        AsrTables.change(
                disks, "sda", b -> AsrTables.newer(2, 5, Map.of(0, 1)).apply(b).with16(RaidTable.COUNT, 2));
        assertThat(slots(disks)).containsExactly("sda", "- marked");
        assertThat(disks.codes()).containsExactly("asr.not-in-table");
    }

    @Test
    void two_arrays_of_one_name_are_kept_apart() {
        CorpusDisks<AsrMetadata> disks = mirror();
        for (DiskInfo disk : mirror().disks()) {
            String other = "x" + disk.name();
            disks.add(new DiskInfo(other, disk.sectors(), 512, "", null, "", null, false));
            for (long lba = disk.sectors() - 17; lba < disk.sectors(); lba++) {
                disks.put(other, lba, disks.get(disk.name(), new Extent(lba, 1)));
            }
            AsrTables.change(disks, other, AsrTables.line(0, 0x07, 0x77));
        }
        List<Group> groups = disks.assemble().groups();
        assertThat(groups).hasSize(2);
        assertThat(groups).extracting(Group::name).doesNotHaveDuplicates().allMatch(n -> n.startsWith("asr_MIRROR_"));
        assertThat(groups).allSatisfy(g -> assertThat(g.disks()).hasSize(2));
    }

    @Test
    void a_stripe_over_stripes_and_other_things_nobody_has_seen_are_refused() {
        assertRefused("raid10-4disk", 1, AsrTables.RAIDTYPE, 0, "asr.raidtype");
        assertRefused("raid10-4disk", 0, 0x01, 3, "asr.raidcnt");
        assertRefused("raid10-4disk", 3, 0x1d, 64, "asr.strpsize");
        assertRefused("raid1-2disk", 0, 0x01, 1, "asr.raidcnt");
        assertRefused("raid1-2disk", 0, AsrTables.RAIDSTATE, 3, "asr.raidstate");
        assertRefused("raid1-2disk", 2, 0x17, 8, "asr.loffset");
    }

    private static void assertRefused(String name, int line, int field, int value, String code) {
        CorpusDisks<AsrMetadata> disks = load(name);
        AsrTables.changeAll(disks, AsrTables.line(line, field, value));
        assertThat(disks.group().sets()).as(code).isEmpty();
        assertThat(disks.codes()).containsExactly(code);
    }

    @Test
    void data_that_would_run_into_the_table_are_not_mapped() {
        CorpusDisks<AsrMetadata> disks = mirror();
        AsrTables.changeAll(disks, b -> b.with32(RaidTable.HEADER_SIZE + 2 * RaidTable.LINE_SIZE + 0x18, 204784));
        assertThat(slots(disks)).containsExactly("sda", "- marked");
        assertThat(disks.codes()).containsExactly("asr.past-table");
    }

    @Test
    void a_disk_that_its_own_table_does_not_know_is_refused() {
        CorpusDisks<AsrMetadata> disks = mirror();
        Block reserved = Block.copyOf(disks.get("sdb", new Extent(204799, 1)));
        disks.put("sdb", 204799, reserved.with8(ReservedBlock.DRIVE_MAGIC, 0x55).toBytes());
        assertThat(disks.broken("sdb")).extracting(f -> f.code()).containsExactly("asr.drivemagic");
    }
}
