package org.dmkit.formats.lsi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.junit.jupiter.api.Test;

/** Whose word counts, where nothing tells the age of a copy. */
class LsiAssemblyTest {
    private static final LsiFormat FORMAT = new LsiFormat();
    /** Flags in the entries of the disks of a configuration of one set. */
    private static final int FLAGS = 0x20 + 8;

    private static CorpusDisks<LsiConfiguration> load(String name) {
        return CorpusDisks.load(FORMAT, name);
    }

    private static void change(CorpusDisks<LsiConfiguration> disks, String disk, UnaryOperator<Block> change) {
        long last = disks.disk(disk).sectors() - 1;
        Block block = Block.copyOf(disks.get(disk, new Extent(last, 1)));
        disks.put(disk, last, change.apply(block).toBytes());
    }

    private static void callGone(CorpusDisks<LsiConfiguration> disks, String disk, int number) {
        change(disks, disk, b -> b.with8(FLAGS + 16 * number, 2).with8(0x18, 2));
    }

    private static RaidSet set(CorpusDisks<LsiConfiguration> disks) {
        return disks.group().sets().getFirst();
    }

    @Test
    void a_disk_that_returns_unaware_is_left_out_by_the_word_of_the_survivor() {
        CorpusDisks<LsiConfiguration> disks = load("raid1-2disk");
        callGone(disks, "sda", 1);
        assertThat(Expected.slots(set(disks))).containsExactly("sda", "- marked");
        assertThat(disks.group().stale()).extracting(DiskInfo::name).containsExactly("sdb");
        assertThat(disks.codes()).containsExactly("lsi.gone");
    }

    @Test
    void it_makes_no_difference_which_disk_is_found_first() {
        CorpusDisks<LsiConfiguration> disks = load("raid1-2disk");
        callGone(disks, "sdb", 0);
        assertThat(Expected.slots(set(disks))).containsExactly("- marked", "sdb");
    }

    @Test
    void a_disk_that_calls_itself_gone_is_left_out() {
        CorpusDisks<LsiConfiguration> disks = load("raid1-2disk");
        callGone(disks, "sdb", 1);
        assertThat(Expected.slots(set(disks))).containsExactly("sda", "- marked");
    }

    @Test
    void two_disks_that_call_each_other_gone_are_not_started() {
        CorpusDisks<LsiConfiguration> disks = load("raid1-2disk");
        callGone(disks, "sda", 1);
        callGone(disks, "sdb", 0);
        assertThat(set(disks).health()).isEqualTo(Health.FAILED);
        assertThat(disks.codes()).containsExactly("lsi.split-brain", "lsi.split-brain");
        assertThat(Expected.slots(set(disks.without("sdb")))).containsExactly("sda", "- marked");
    }

    @Test
    void the_word_of_a_disk_that_is_gone_itself_does_not_count() {
        CorpusDisks<LsiConfiguration> disks = load("raid10-4disk");
        callGone(disks, "sda", 1);
        callGone(disks, "sdb", 0);
        callGone(disks, "sdc", 1);
        callGone(disks, "sdd", 1);
        assertThat(Expected.slots(set(disks))).containsExactly("sda", "- marked", "sdc", "sdd");
    }

    @Test
    void an_empty_place_is_as_good_as_a_disk_that_is_gone() {
        CorpusDisks<LsiConfiguration> disks = load("raid1-2disk");
        change(disks, "sda", b -> b.with8(0x30, 0xff));
        assertThat(Expected.slots(set(disks))).containsExactly("sda", "- marked");
    }

    @Test
    void two_disks_in_one_place_are_not_started() {
        CorpusDisks<LsiConfiguration> disks = load("raid1-2disk");
        change(disks, "sdb", b -> b.with8(LsiConfiguration.DISK_NUMBER, 0));
        Group group = disks.group();
        assertThat(group.blocked().values()).extracting(f -> f.code()).containsExactly("lsi.same-slot");
        assertThat(group.blocked().values().iterator().next().found()).contains("sda");
    }

    @Test
    void a_degraded_set_without_a_disk_that_is_gone_is_told_of() {
        CorpusDisks<LsiConfiguration> disks = load("raid1-2disk");
        change(disks, "sda", b -> b.with8(0x18, 2));
        assertThat(disks.codes()).containsExactly("lsi.degraded");
    }

    @Test
    void a_disk_that_is_smaller_than_its_part_is_left_out() {
        CorpusDisks<LsiConfiguration> disks = load("raid1-2disk");
        change(disks, "sdb", b -> b.with32(0x32, 204800));
        assertThat(disks.codes()).containsExactly("lsi.disk-sectors");
        change(disks, "sdb", b -> b.with32(0x32, 204799));
        assertThat(disks.codes()).isEmpty();
    }

    @Test
    void every_field_of_a_set_is_checked() {
        assertRefused(0x12, 96, "lsi.stripe-sectors");
        assertRefused(0x14, 2, "lsi.array-width");
        assertRefused(0x15, 0, "lsi.disk-count");
        assertRefused(0x15, 40, "lsi.config-offset");
        assertRefused(0x16, 0x10, "lsi.config-offset");
        assertRefused(0x16, 0x28, "lsi.config-offset");
        assertRefused(0x36, 5, "lsi.disk-number");
        assertRefused(0x37, 1, "lsi.raid-number");
        assertRefused(LsiConfiguration.RAID_NUMBER, 255, "lsi.raid-number");
    }

    private static void assertRefused(int offset, int value, String code) {
        CorpusDisks<LsiConfiguration> disks = load("raid1-2disk");
        change(disks, "sdb", b -> b.with8(offset, value));
        assertThat(disks.codes()).as(code).containsExactly(code);
        assertThat(Expected.slots(disks.assemble().groups().getFirst().sets().getFirst()))
                .as(code)
                .containsExactly("sda", "- unmarked");
    }

    @Test
    void a_disk_of_4096_byte_sectors_is_none_of_this_format() {
        var disks = load("raid1-2disk");
        disks.add(new DiskInfo("sda", 204800, 4096, "", null, "", null, false));
        disks.put("sda", 204799, disks.get("sdb", new Extent(204799, 1)));
        assertThat(disks.reading("sda")).isInstanceOf(Reading.Absent.class);
    }
}
