package org.dmkit.formats.via;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.junit.jupiter.api.Test;

/** Who stands where, with sectors changed in a field and their sum made right. */
class ViaAssemblyTest {
    private static final ViaFormat FORMAT = new ViaFormat();
    private static final int BROKEN = 1 << 15;

    private static CorpusDisks<ViaMetadata> load(String name) {
        return CorpusDisks.load(FORMAT, name);
    }

    private static void change(CorpusDisks<ViaMetadata> disks, String disk, UnaryOperator<Block> change) {
        long last = disks.disk(disk).sectors() - 1;
        Block changed = change.apply(Block.copyOf(disks.get(disk, new Extent(last, 1))));
        disks.put(
                disk,
                last,
                changed.with8(ViaMetadata.CHECKSUM, new ViaMetadata(changed).sum())
                        .toBytes());
    }

    private static UnaryOperator<Block> flip(int bits) {
        return b -> b.with16(ViaMetadata.DISK, b.u16(ViaMetadata.DISK) ^ bits);
    }

    private static UnaryOperator<Block> info(int bits) {
        return flip(bits << 10);
    }

    private static RaidSet set(CorpusDisks<ViaMetadata> disks) {
        return disks.group().sets().getFirst();
    }

    @Test
    void a_dirty_mirror_is_written_from_the_source() {
        CorpusDisks<ViaMetadata> disks = load("raid1-2disk");
        change(disks, "sdb", info(4));
        assertThat(Expected.slots(set(disks))).containsExactly("sda", "sdb rebuilding");
    }

    @Test
    void a_dirty_stripe_of_a_raid_01_is_not_used() {
        CorpusDisks<ViaMetadata> disks = load("raid01-4disk");
        change(disks, "sdc", info(0x10));
        assertThat(set(disks).health()).isEqualTo(Health.DEGRADED);
        assertThat(Expected.slots(set(disks))).containsExactly("sda", "sdb", "sdc rebuilding", "sdd");
    }

    @Test
    void a_stripe_with_a_broken_member_cannot_start() {
        CorpusDisks<ViaMetadata> disks = load("real-raid0-2disk-chunk128");
        change(disks, "sdb", flip(BROKEN));
        assertThat(set(disks).health()).isEqualTo(Health.FAILED);
    }

    @Test
    void a_place_that_the_table_contradicts_is_not_believed() {
        CorpusDisks<ViaMetadata> disks = load("raid0-4disk-chunk64-shuffled");
        change(disks, "sda", info(1));
        assertThat(set(disks).health()).isEqualTo(Health.FAILED);
        assertThat(disks.codes()).containsExactly("via.raid_type_info");
    }

    @Test
    void two_sources_are_not_started() {
        CorpusDisks<ViaMetadata> disks = load("raid1-2disk");
        change(disks, "sdb", info(2));
        assertThat(disks.group().blocked().values()).extracting(f -> f.code()).containsExactly("via.raid_type_info");
    }

    @Test
    void a_disk_that_is_too_small_for_its_part_is_left_out() {
        CorpusDisks<ViaMetadata> disks = load("raid1-2disk");
        change(disks, "sdb", b -> b.with64(ViaMetadata.CAPACITY, 204800));
        assertThat(disks.codes()).containsExactly("via.capacity");
        change(disks, "sdb", b -> b.with64(ViaMetadata.CAPACITY, 204799));
        assertThat(disks.codes()).isEmpty();
    }

    @Test
    void a_place_that_was_emptied_in_the_table_is_a_hole() {
        CorpusDisks<ViaMetadata> disks = load("raid1-2disk").without("sdb");
        change(disks, "sda", b -> b.with32(ViaMetadata.TABLE + 4, 0));
        assertThat(Expected.slots(set(disks))).containsExactly("sda", "- marked");
    }

    @Test
    void members_that_disagree_on_the_type_are_not_started() {
        CorpusDisks<ViaMetadata> disks = load("raid1-2disk");
        change(disks, "sdb", flip(8 << 3 | 1 << 3));
        assertThat(disks.group().blocked()).hasSize(1);
    }

    @Test
    void one_member_of_unknown_type_keeps_the_set_from_being_used() {
        CorpusDisks<ViaMetadata> disks = load("raid1-2disk");
        change(disks, "sdb", flip(3 << 3));
        assertThat(disks.group().sets()).isEmpty();
        assertThat(disks.codes()).containsExactly("via.raid_type");
    }

    @Test
    void a_count_that_does_not_go_with_the_table_is_refused() {
        CorpusDisks<ViaMetadata> disks = load("real-raid0-2disk-chunk128");
        disks.disks().forEach(d -> change(disks, d.name(), b -> b.with8(ViaMetadata.ARRAY, 0x43)));
        assertThat(disks.group().sets()).isEmpty();
        assertThat(disks.codes()).containsOnly("via.disk_array_ex");
    }

    @Test
    void an_identity_that_stands_twice_is_refused() {
        CorpusDisks<ViaMetadata> disks = load("raid1-2disk");
        disks.disks()
                .forEach(d -> change(disks, d.name(), b -> b.with32(ViaMetadata.TABLE + 4, b.u32(ViaMetadata.TABLE))));
        assertThat(disks.codes()).containsOnly("via.serial_checksum-table");
    }

    @Test
    void sets_whose_identities_have_the_same_sum_are_kept_apart() {
        CorpusDisks<ViaMetadata> disks = load("raid1-2disk");
        for (DiskInfo disk : load("raid1-2disk").disks()) {
            String other = "x" + disk.name();
            disks.add(new DiskInfo(other, disk.sectors(), 512, "", null, "", null, false));
            disks.put(other, disk.sectors() - 1, disks.get(disk.name(), new Extent(disk.sectors() - 1, 1)));
            long shift = disk.name().equals("sda") ? 16 : -16;
            change(
                    disks,
                    other,
                    b -> b.with32(ViaMetadata.TABLE, b.u32(ViaMetadata.TABLE) + 16)
                            .with32(ViaMetadata.TABLE + 4, b.u32(ViaMetadata.TABLE + 4) - 16)
                            .with32(ViaMetadata.OWN, b.u32(ViaMetadata.OWN) + shift));
        }
        List<Group> groups = disks.assemble().groups();
        assertThat(groups).hasSize(2);
        assertThat(groups).extracting(Group::name).doesNotHaveDuplicates();
        assertThat(groups).allSatisfy(g -> assertThat(g.disks()).hasSize(2));
    }

    @Test
    void eight_disks_which_the_count_cannot_express_are_read_from_the_table() {
        Block sector = Block.zeros(512).with16(0, ViaMetadata.SIGNATURE).with8(ViaMetadata.ARRAY, 0x40);
        for (int i = 0; i < 8; i++) {
            sector = sector.with32(ViaMetadata.TABLE + 4 * i, 0x1000 + i);
        }
        CorpusDisks<ViaMetadata> disks = load("raid1-2disk").without("sda").without("sdb");
        for (int i = 0; i < 8; i++) {
            String name = "sd" + (char) ('a' + i);
            int place = i;
            disks.add(new DiskInfo(name, 204800, 512, "", null, "", null, false));
            disks.put(name, 204799, sector.toBytes());
            change(
                    disks,
                    name,
                    b -> b.with32(ViaMetadata.OWN, 0x1000 + place).with16(ViaMetadata.DISK, 4 | place << 10));
        }
        assertThat(set(disks).health()).isEqualTo(Health.COMPLETE);
        assertThat(set(disks).size()).isEqualTo(8 * 204672);
    }
}
