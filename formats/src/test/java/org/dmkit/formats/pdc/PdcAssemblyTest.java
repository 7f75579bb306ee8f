package org.dmkit.formats.pdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.pdc.PdcDisks.change;
import static org.dmkit.formats.pdc.PdcDisks.load;

import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RaidSet.Resync;
import org.junit.jupiter.api.Test;

/** Which copy counts, and what a volume is made of. */
class PdcAssemblyTest {
    private static final int FLAGS = 0x204;
    private static final int NUMBER = 0x205;
    private static final int GENERATION = 0x21c;
    private static final int STATUS = 0x21e;
    private static final int DISKS = 0x234;
    private static final int FAILED = 0x65;

    private static RaidSet set(CorpusDisks<PdcDisk> disks) {
        Group group = disks.group();
        assertThat(group.blocked()).isEmpty();
        return group.sets().getFirst();
    }

    private static void callFailed(CorpusDisks<PdcDisk> disks, String disk, int place) {
        change(disks, disk, b -> b.with8(DISKS + 12 * place, FAILED));
    }

    @Test
    void generations_wrap() {
        CorpusDisks<PdcDisk> disks = load("raid1-2");
        change(disks, "sda", b -> b.with16(GENERATION, 0xffff));
        change(disks, "sdb", b -> b.with16(GENERATION, 1));
        assertThat(Expected.slots(set(disks))).containsExactly("- marked", "sdb");
    }

    @Test
    void two_disks_that_call_each_other_failed_are_not_started() {
        CorpusDisks<PdcDisk> disks = load("raid1-2");
        callFailed(disks, "sda", 1);
        callFailed(disks, "sdb", 0);
        assertThat(set(disks).health()).isEqualTo(Health.FAILED);
        assertThat(disks.codes()).containsExactly("pdc.split-brain", "pdc.split-brain");
    }

    @Test
    void a_disk_that_calls_itself_failed_is_left_out() {
        CorpusDisks<PdcDisk> disks = load("raid1-2");
        change(disks, "sdb", b -> b.with8(FLAGS, FAILED));
        assertThat(Expected.slots(set(disks))).containsExactly("sda", "- marked");
        assertThat(disks.codes()).containsExactly("pdc.failed");
    }

    @Test
    void a_place_that_the_newest_copy_calls_empty_is_marked() {
        CorpusDisks<PdcDisk> disks = load("raid1-2").without("sdb");
        change(disks, "sda", b -> b.with8(DISKS + 12, 0x05));
        assertThat(Expected.slots(set(disks))).containsExactly("sda", "- marked");
    }

    @Test
    void a_disk_that_the_newest_copy_does_not_list_is_no_member() {
        CorpusDisks<PdcDisk> disks = load("raid1-2");
        change(disks, "sdb", b -> b.with64(0x208, 0x1234));
        assertThat(Expected.slots(set(disks))).containsExactly("sda", "- unmarked");
        assertThat(disks.codes()).containsExactly("pdc.unknown-disk");
    }

    @Test
    void the_place_is_that_of_the_id_in_the_newest_copy() {
        CorpusDisks<PdcDisk> disks = load("raid0-3-16k-shuffled");
        change(disks, "sda", b -> b.with8(NUMBER, 1));
        assertThat(Expected.slots(set(disks))).containsExactly("sdb", "sdc", "sda");
    }

    @Test
    void a_failed_disk_and_its_replacement_of_the_same_id_are_told_apart_by_the_generation() {
        CorpusDisks<PdcDisk> disks = load("duplicate-member");
        change(disks, "sda", b -> b.with16(GENERATION, 18).with8(DISKS + 12, 0x27));
        change(disks, "sdc", b -> b.with16(GENERATION, 18).with8(FLAGS, 0x27).with8(DISKS + 12, 0x27));
        assertThat(Expected.slots(set(disks))).containsExactly("sda", "sdc rebuilding");
        assertThat(disks.group().stale()).extracting(DiskInfo::name).containsExactly("sdb");
    }

    @Test
    void a_stripe_is_not_lost_for_a_generation_that_one_member_missed() {
        CorpusDisks<PdcDisk> disks = load("raid0-2-odd-total");
        change(disks, "sda", b -> b.with16(GENERATION, 18));
        assertThat(set(disks).health()).isEqualTo(Health.COMPLETE);
        assertThat(disks.codes()).containsExactly("pdc.generation");
        callFailed(disks, "sda", 1);
        assertThat(set(disks).health()).isEqualTo(Health.FAILED);
    }

    @Test
    void a_raid_10_with_a_rebuilding_member_is_a_mirror_that_reads_from_the_whole_stripe() {
        CorpusDisks<PdcDisk> disks = load("raid10-4");
        for (DiskInfo disk : disks.disks()) {
            change(disks, disk.name(), b -> b.with8(DISKS + 3 * 12, 0x27));
        }
        change(disks, "sdd", b -> b.with8(FLAGS, 0x27));
        RaidSet set = set(disks);
        assertThat(set.level()).isEqualTo(Level.RAID1);
        assertThat(set.health()).isEqualTo(Health.DEGRADED);
        assertThat(Expected.slots(set)).containsExactly("sda", "sdb", "sdc", "sdd rebuilding");
    }

    @Test
    void a_raid_10_without_a_whole_stripe_copies_column_by_column_and_is_only_read() {
        CorpusDisks<PdcDisk> disks = load("raid10-4").without("sda");
        for (DiskInfo disk : disks.disks()) {
            change(disks, disk.name(), b -> b.with8(DISKS + 3 * 12, 0x27));
        }
        change(disks, "sdd", b -> b.with8(FLAGS, 0x27));
        RaidSet set = set(disks);
        assertThat(set.level()).isEqualTo(Level.RAID0);
        assertThat(Expected.slots(set)).containsExactly("- unmarked", "sdc", "sdb", "sdd rebuilding");
        assertThat(disks.group().writer()).isEmpty();
        assertThat(load("raid10-4").group().writer()).isPresent();
    }

    @Test
    void dirty_and_resyncing_volumes_say_so() {
        CorpusDisks<PdcDisk> disks = load("raid1-2");
        change(disks, "sda", b -> b.with8(STATUS, 0x2f));
        assertThat(set(disks).resync()).isEqualTo(Resync.DIRTY);
        change(disks, "sdb", b -> b.with32(0x2d4, 0x03040008));
        assertThat(set(disks).resync()).isEqualTo(Resync.RESYNCING);
    }

    @Test
    void what_a_copy_must_have_before_it_is_believed() {
        assertRefused("raid1-2", 0x200, 0, "pdc.integrity");
        assertRefused("raid1-2", FLAGS, 0x03, "pdc.flags");
        assertRefused("raid1-2", NUMBER, 2, "pdc.number");
        assertRefused("raid1-2", 0x221, 31, "pdc.shift");
        assertRefused("raid10-4", 0x222, 1, "pdc.width");
        assertRefused("raid5-3", 0x220, 2, "pdc.total-disks");
        assertRefused("two-volumes-on-two-disks", 0x372, 0x80, "pdc.disk-offset");
    }

    private static void assertRefused(String name, int offset, int value, String code) {
        CorpusDisks<PdcDisk> disks = load(name);
        change(disks, "sda", b -> b.with8(offset, value));
        assertThat(disks.codes()).as(name).containsExactly(code);
        assertThat(disks.assemble().groups().getFirst().sets().getFirst().members())
                .as(name)
                .noneMatch(m -> m.disk().name().equals("sda"));
    }

    @Test
    void a_volume_of_no_sectors_is_left_alone() {
        CorpusDisks<PdcDisk> disks = load("raid1-2").without("sdb");
        change(disks, "sda", b -> b.with32(0x224, 0));
        assertThat(disks.group().sets()).isEmpty();
        assertThat(disks.codes()).containsExactly("pdc.total-sectors");
    }

    @Test
    void volumes_on_the_same_sectors_are_not_started() {
        CorpusDisks<PdcDisk> disks = load("two-volumes-on-two-disks");
        for (DiskInfo disk : disks.disks()) {
            change(disks, disk.name(), disk.sectors() - 49, b -> b.with32(0x210, 149999871));
        }
        assertThat(disks.group().blocked()).hasSize(2);
        assertThat(disks.codes()).containsExactly("pdc.overlap");
    }

    @Test
    void a_damaged_second_block_leaves_the_first_volume_alone() {
        CorpusDisks<PdcDisk> disks = load("two-volumes-on-two-disks");
        long second = disks.disk("sda").sectors() - 49;
        disks.put("sda", second + 3, new byte[512]);
        Group group = disks.group();
        assertThat(group.sets()).extracting(RaidSet::health).containsExactly(Health.COMPLETE, Health.DEGRADED);
        assertThat(disks.found().getFirst().findings())
                .extracting(f -> f.code())
                .containsExactly("pdc.checksum");
        assertThat(group.extents(disks.disk("sda"))).hasSize(2);
    }

    @Test
    void a_disk_failed_in_one_volume_is_a_member_of_the_other() {
        CorpusDisks<PdcDisk> disks = load("two-volumes-on-two-disks");
        change(disks, "sda", disks.disk("sda").sectors() - 49, b -> b.with8(DISKS + 12, FAILED));
        Group group = disks.group();
        assertThat(group.sets()).extracting(RaidSet::health).containsExactly(Health.COMPLETE, Health.DEGRADED);
        assertThat(group.stale()).isEmpty();
        assertThat(group.disks()).extracting(DiskInfo::name).containsExactly("sda", "sdb");
    }

    @Test
    void disks_of_more_than_2_to_the_32_sectors_are_read() {
        CorpusDisks<PdcDisk> small = load("raid1-2");
        Block block = Block.copyOf(small.get("sda", new Extent(312581808 - 63, PdcPlace.SECTORS)));
        var large = new DiskInfo("sda", 1L << 33, 512, "", null, "", null, false);
        small.add(large);
        PdcDisks.put(small, "sda", large.sectors() - 63, block);
        assertThat(Expected.slots(set(small))).containsExactly("sda", "sdb");
    }

    @Test
    void the_fill_of_old_blocks_is_no_number() {
        CorpusDisks<PdcDisk> disks = load("raid1-2");
        assertThat(Expected.slots(set(disks))).containsExactly("sda", "sdb");
        // FreeBSD's ataraid counts down from 255.
        change(disks, "sda", b -> b.with32(0x210, 0xecedeeefL).with32(0x372, 0x8a8b8c8dL));
        change(disks, "sdb", b -> b.with32(0x210, 0xecedeeefL).with32(0x372, 0x8a8b8c8dL));
        assertThat(List.of(set(disks).members().toArray())).hasSize(2);
        assertThat(set(disks).members()).allMatch(m -> m.extent().lba() == 0);
    }
}
