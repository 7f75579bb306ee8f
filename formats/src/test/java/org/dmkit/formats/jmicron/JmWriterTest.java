package org.dmkit.formats.jmicron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.Changes.fail;
import static org.dmkit.formats.Changes.observe;
import static org.dmkit.formats.Changes.rebuild;
import static org.dmkit.formats.Changes.replace;
import static org.dmkit.formats.Changes.resync;
import static org.dmkit.formats.Changes.with;
import static org.dmkit.formats.Encoding.codes;
import static org.dmkit.formats.Encoding.encode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.Blkid;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.format.Update.Duty;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a change writes on which disk, in the offsets of the specification, and how disks that were left behind are read. */
class JmWriterTest {
    private static final JmicronFormat FORMAT = new JmicronFormat();
    private static final String NEW = "new";
    private static final String MIRROR = "raid1-name-blank-padded";

    private static CorpusDisks<Jm> load(String name) {
        CorpusDisks<Jm> c = CorpusDisks.load(FORMAT, name);
        c.add(disk(NEW, c.disks().getFirst().sectors()));
        return c;
    }

    private static DiskInfo disk(String name, long sectors) {
        return new DiskInfo(name, sectors, 512, "NEW-" + name, null, "", null, false);
    }

    private static Group group(CorpusDisks<Jm> c) {
        assertThat(c.assemble().groups()).hasSize(1);
        return c.group();
    }

    private static RaidSet set(CorpusDisks<Jm> c) {
        return group(c).sets().getFirst();
    }

    private static List<String> slots(CorpusDisks<Jm> c) {
        return Expected.slots(set(c));
    }

    private static Extent place(CorpusDisks<Jm> c, String disk) {
        return new Extent(c.disk(disk).sectors() - 1, 1);
    }

    private static ByteBuffer sector(CorpusDisks<Jm> c, String disk) {
        return ByteBuffer.wrap(c.get(disk, place(c, disk))).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int member(CorpusDisks<Jm> c, String disk, int place) {
        return sector(c, disk).getInt(0x40 + 4 * place);
    }

    /** Changes a sector and makes its words add up to what they did. */
    private static void change(CorpusDisks<Jm> c, String disk, Consumer<ByteBuffer> change) {
        ByteBuffer sector = sector(c, disk);
        int before = sum(sector);
        change.accept(sector);
        sector.putShort(4, (short) (sector.getShort(4) + before - sum(sector)));
        byte[] changed = new byte[512];
        sector.get(0, changed);
        c.put(disk, place(c, disk).lba(), changed);
    }

    private static int sum(ByteBuffer sector) {
        int sum = 0;
        for (int at = 0; at < 128; at += 2) {
            sum += sector.getShort(at);
        }
        return sum & 0xffff;
    }

    private static void apply(CorpusDisks<Jm> c, Change change) throws RefusedException {
        c.write(encode(group(c), change), Duty.values());
    }

    @ParameterizedTest
    @CsvSource({"raid1-2disk, sda, sdb, 1", "raid1-3way, sdb, sdc, 1", "checksum-sum-0, sda, sdb, 0"})
    void who_is_left_takes_the_lost_one_out_of_its_table(String name, String lost, String left, int sum)
            throws Exception {
        CorpusDisks<Jm> c = load(name);
        CorpusDisks<Jm> before = c.copy();
        int place = slots(c).indexOf(lost);
        Update update = encode(group(c), fail(lost));
        assertThat(update.images()).doesNotContainKeys(lost, NEW).containsKey(left);
        c.write(update, Duty.MUST);
        assertThat(member(c, left, place)).isEqualTo(0xffff_ffff);
        assertThat(sector(c, left).getShort(0x32)).isEqualTo((short) 7);
        assertThat(sum(sector(c, left))).isEqualTo(sum);
        for (int at = 0; at < 512; at += 2) {
            if (at != 4 && at != 0x32 && at / 4 != 16 + place) {
                assertThat(sector(c, left).getShort(at))
                        .isEqualTo(sector(before, left).getShort(at));
            }
        }
        assertThat(group(c).stale()).extracting(DiskInfo::name).containsExactly(lost);
        assertThat(slots(c).get(place)).isEqualTo("- marked");
    }

    /** The second was told of the first: the attribute alone would not tell it from the one that is left. */
    @Test
    void a_disk_that_heard_of_another_loss_but_not_of_its_own_is_stale() throws Exception {
        CorpusDisks<Jm> c = load("raid1-3way");
        c.write(encode(group(c), fail("sdb")), Duty.MUST);
        c.write(encode(group(c), fail("sdc")), Duty.MUST);
        assertThat(sector(c, "sdc").getShort(0x32)).isEqualTo((short) 7);
        assertThat(slots(c)).containsExactly("sda", "- marked", "- marked");
        assertThat(group(c).stale()).extracting(DiskInfo::name).containsExactlyInAnyOrder("sdb", "sdc");
    }

    @Test
    void a_lost_disk_that_answers_is_in_no_set_any_more() throws Exception {
        CorpusDisks<Jm> c = load("raid1-2disk");
        apply(c, fail("sdb"));
        assertThat(member(c, "sdb", 1)).isEqualTo(0xffff_ffff);
        assertThat(sector(c, "sdb").getInt(0x18)).isZero();
        assertThat(sector(c, "sdb").getShort(0x1c)).isZero();
        assertThat(FORMAT.dmraid().orElseThrow().isListed((Reading.Found<Jm>) c.reading("sdb")))
                .as("without sectors it is nothing to dmraid")
                .isFalse();
        assertThat(group(c).stale()).extracting(DiskInfo::name).containsExactly("sdb");
        assertThat(set(c.without("sda")).health()).isEqualTo(Health.FAILED);
    }

    @Test
    void a_newcomer_lacks_the_attribute_that_the_good_ones_have() throws Exception {
        CorpusDisks<Jm> c = load("raid01-4disk");
        Update update = encode(group(c), replace("sdb", c.disk(NEW)));
        assertThat(update.stages())
                .extracting(s -> Set.copyOf(s.images().keySet()))
                .containsExactly(Set.of(NEW), Set.of("sda", "sdc", "sdd"), Set.of("sdb"));
        RaidSet t0 = set(c);
        c.write(update.stages().getFirst());
        assertThat(set(c)).as("nobody confirms it").isEqualTo(t0);
        c.write(update, Duty.MUST);
        int id = sector(c, NEW).getInt(0x10);
        assertThat(id & 0xf).isZero();
        for (String disk : List.of("sda", NEW, "sdc", "sdd")) {
            assertThat(member(c, disk, 1)).isEqualTo(id);
            assertThat(sector(c, disk).getShort(0x32)).isEqualTo((short) (disk.equals(NEW) ? 3 : 7));
        }
        assertThat(sector(c, NEW).getInt(0x18) * 65536 + sector(c, NEW).getChar(0x1c))
                .isEqualTo(204798);
        assertThat(slots(c)).containsExactly("sda", "new rebuilding", "sdc", "sdd");
        apply(c, observe(s -> with(s, State.IN_SYNC, NEW)));
        for (String disk : List.of("sda", NEW, "sdc", "sdd")) {
            assertThat(sector(c, disk).getShort(0x32)).isEqualTo((short) 3);
        }
        assertThat(set(c).health()).isEqualTo(Health.COMPLETE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"raid1-2disk", "raid1-3way", "raid01-4disk"})
    void a_disk_that_was_replaced_never_counts_again(String name) throws Exception {
        CorpusDisks<Jm> c = load(name);
        c.write(encode(group(c), replace("sdb", c.disk(NEW))), Duty.MUST);
        c.write(encode(group(c), observe(s -> with(s, State.IN_SYNC, NEW))), Duty.MUST);
        assertThat(set(c).health()).isEqualTo(Health.COMPLETE);
        assertThat(group(c).stale()).extracting(DiskInfo::name).containsExactly("sdb");
        c.without(NEW);
        assertThat(group(c).stale()).extracting(DiskInfo::name).containsExactly("sdb");
        assertThat(slots(c)).contains("- unmarked").doesNotContain("sdb");
    }

    /** It would have the table that the survivors had before it was lost. */
    @Test
    void a_disk_that_comes_back_has_another_identity() throws Exception {
        CorpusDisks<Jm> c = load("raid1-2disk");
        int old = sector(c, "sdb").getInt(0x10);
        apply(c, fail("sdb"));
        apply(c, new Change.Replace(new MemberName.OfLabel(""), c.disk("sdb")));
        assertThat(sector(c, "sdb").getInt(0x10)).isNotEqualTo(old).isEqualTo(member(c, "sda", 1));
        assertThat(slots(c)).containsExactly("sda", "sdb rebuilding");
    }

    @Test
    void a_member_is_rebuilt_in_its_place() throws Exception {
        CorpusDisks<Jm> c = load("raid1-3way");
        Update update = encode(group(c), rebuild("sdb"));
        assertThat(update.images()).containsOnlyKeys("sda", "sdc");
        c.write(update, Duty.MUST);
        assertThat(slots(c)).containsExactly("sda", "sdb rebuilding", "sdc");
    }

    @Test
    void a_resync_is_said_by_all() throws Exception {
        CorpusDisks<Jm> c = load("raid01-4disk");
        apply(c, resync(Resync.RESYNCING));
        List.of("sda", "sdb", "sdc", "sdd")
                .forEach(d -> assertThat(sector(c, d).getShort(0x32)).isEqualTo((short) 0x23));
        apply(c, resync(Resync.CLEAN));
        List.of("sda", "sdb", "sdc", "sdd")
                .forEach(d -> assertThat(sector(c, d).getShort(0x32)).isEqualTo((short) 3));
    }

    @Test
    void all_list_a_spare_which_has_no_sectors() throws Exception {
        CorpusDisks<Jm> c = load("raid1-2disk");
        // As in the vendor's block: stale memory.
        change(c, "sda", b -> b.putInt(0x38, 0xffbaf42c));
        change(c, "sdb", b -> b.putInt(0x38, 0xffbaf42c));
        apply(c, new Change.AddSpare(c.disk(NEW)));
        int id = sector(c, NEW).getInt(0x10);
        for (String disk : List.of("sda", "sdb", NEW)) {
            assertThat(sector(c, disk).getInt(0x38)).isEqualTo(id);
        }
        assertThat(sector(c, NEW).getInt(0x18)).isZero();
        assertThat(sector(c, NEW).getShort(0x1c)).isZero();
        assertThat(group(c).spares()).extracting(DiskInfo::name).containsExactly(NEW);

        c.add(disk("second", 156301488));
        apply(c, new Change.AddSpare(c.disk("second")));
        assertThat(sector(c, NEW).getInt(0x3c)).isEqualTo(sector(c, "second").getInt(0x10));
        c.add(disk("third", 156301488));
        assertThat(codes(group(c), new Change.AddSpare(c.disk("third")))).containsExactly("jmicron.spares");

        apply(c, new Change.Rename(set(c).name(), "other"));
        assertThat(group(c).spares()).hasSize(2);
        apply(c, fail("sdb"));
        assertThat(member(c, "second", 1)).isEqualTo(0xffff_ffff);
        apply(c, new Change.Replace(new MemberName.OfLabel(""), c.disk(NEW)));
        for (String disk : List.of("sda", "second", NEW)) {
            assertThat(member(c, disk, 1)).as("it keeps its identity").isEqualTo(id);
            assertThat(sector(c, disk).getInt(0x38)).isZero();
        }
        assertThat(sector(c, NEW).getInt(0x18)).isEqualTo(156301486 / 65536);
        apply(c, new Change.Remove(c.disk("second")));
        assertThat(c.reading("second")).isInstanceOf(Reading.Absent.class);
        assertThat(sector(c, "sda").getInt(0x3c)).isZero();
    }

    @Test
    void what_is_not_known_stays() throws Exception {
        CorpusDisks<Jm> c = load("raid1-3way");
        for (String disk : List.of("sda", "sdb", "sdc")) {
            change(c, disk, b -> {
                b.putLong(6, 0x0123456789abcdefL).putShort(0x1e, (short) 0x54c0).putInt(0x34, 0x58e66ba8);
                b.position(0x26).put("Size ror)".getBytes(StandardCharsets.US_ASCII));
                b.putLong(0x60, 77).putLong(500, 99);
            });
        }
        apply(c, fail("sdb"));
        ByteBuffer b = sector(c, "sda");
        assertThat(b.getLong(6)).isEqualTo(0x0123456789abcdefL);
        assertThat(b.getShort(0x1e)).isEqualTo((short) 0x54c0);
        assertThat(b.getInt(0x34)).isEqualTo(0x58e66ba8);
        assertThat(b.get(0x26)).isEqualTo((byte) 'S');
        assertThat(b.getLong(0x60)).isEqualTo(77);
        assertThat(b.getLong(500)).isEqualTo(99);
    }

    @Test
    void what_cannot_be_told_is_refused() throws Exception {
        CorpusDisks<Jm> alone = load("raid1-degraded");
        assertThat(codes(group(alone), rebuild("sda"))).containsExactly("jmicron.no-source");
        CorpusDisks<Jm> c = load("raid1-2disk");
        for (String name : List.of("", "seventeenletters_", "no blanks", "a/b")) {
            assertThat(codes(group(c), new Change.Rename(set(c).name(), name))).containsExactly("jmicron.name");
        }
        c.add(disk("small", 156301486));
        assertThat(codes(group(c), new Change.Replace(new MemberName.OfDisk("sdb"), c.disk("small"))))
                .containsExactly("jmicron.disk-too-small");
    }

    /** Each tells of itself alone. */
    @Test
    void two_histories_are_two_sets() throws Exception {
        CorpusDisks<Jm> c = load(MIRROR);
        CorpusDisks<Jm> other = c.copy();
        c.write(encode(group(c), fail("sdb")), Duty.MUST);
        other.write(encode(group(other), fail("sda")), Duty.MUST);
        c.put("sdb", 204799, other.get("sdb", place(other, "sdb")));
        assertThat(c.assemble().groups())
                .hasSize(2)
                .allSatisfy(g -> assertThat(g.sets().getFirst().health()).isEqualTo(Health.DEGRADED));
        assertThat(c.assemble().groups()).extracting(Group::name).doesNotHaveDuplicates();
    }

    @Test
    void the_attribute_is_about_the_disk_where_nothing_can_be_rebuilt() throws Exception {
        CorpusDisks<Jm> c = load("raid0-8disk-4k");
        change(c, "sda", b -> b.putShort(0x32, (short) 7));
        apply(c, new Change.Rename(set(c).name(), "other"));
        assertThat(sector(c, "sda").getShort(0x32)).isEqualTo((short) 7);
        byte[] name = new byte[16];
        sector(c, "sda").get(0x20, name);
        assertThat(new String(name, StandardCharsets.US_ASCII)).isEqualTo("other" + "\0".repeat(11));
    }

    @Test
    void blkid_finds_the_members(@TempDir Path dir) throws Exception {
        CorpusDisks<Jm> c = load(MIRROR);
        apply(c, replace("sdb", c.disk(NEW)));
        for (String name : List.of("sda", NEW, "sdb")) {
            assertThat(Blkid.probe(dir, c, name))
                    .containsEntry("TYPE", "jmicron_raid_member")
                    .containsEntry("VERSION", "0.1");
        }
    }
}
