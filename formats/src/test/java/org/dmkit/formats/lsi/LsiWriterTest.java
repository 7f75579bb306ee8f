package org.dmkit.formats.lsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.Changes.fail;
import static org.dmkit.formats.Changes.rebuilt;
import static org.dmkit.formats.Changes.replace;
import static org.dmkit.formats.Encoding.codes;
import static org.dmkit.formats.Encoding.encode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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

/** What a change writes on which disk, in the offsets of FreeBSD's structure, and how disks that were left behind are read. */
class LsiWriterTest {
    private static final LsiFormat FORMAT = new LsiFormat();
    private static final String NEW = "new";
    private static final String MIRROR = "raid1-2disk";
    private static final int TIMESTAMP = 0x1f2;
    private static final int RAID_FLAGS = 0x18;

    /** Of the disks' entries, in a configuration of one set. */
    private static int flags(int place) {
        return 0x20 + 16 * place + 8;
    }

    private static CorpusDisks<LsiConfiguration> load(String name) {
        CorpusDisks<LsiConfiguration> c = CorpusDisks.load(FORMAT, name);
        c.add(disk(NEW, c.disks().getFirst().sectors()));
        return c;
    }

    private static DiskInfo disk(String name, long sectors) {
        return new DiskInfo(name, sectors, 512, "NEW-" + name, null, "", null, false);
    }

    /** The one with a set in which somebody is. */
    private static Group group(CorpusDisks<LsiConfiguration> c) {
        List<Group> groups =
                c.assemble().groups().stream().filter(g -> !g.disks().isEmpty()).toList();
        assertThat(groups).hasSize(1);
        return groups.getFirst();
    }

    private static RaidSet set(CorpusDisks<LsiConfiguration> c) {
        return group(c).sets().getFirst();
    }

    private static List<String> slots(CorpusDisks<LsiConfiguration> c) {
        return Expected.slots(set(c));
    }

    private static Extent place(CorpusDisks<LsiConfiguration> c, String disk) {
        return new Extent(c.disk(disk).sectors() - 1, 1);
    }

    private static ByteBuffer sector(CorpusDisks<LsiConfiguration> c, String disk) {
        return ByteBuffer.wrap(c.get(disk, place(c, disk))).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void apply(CorpusDisks<LsiConfiguration> c, Change change) throws RefusedException {
        c.write(encode(group(c), change), Duty.values());
    }

    @ParameterizedTest
    @CsvSource({"sda, sdb, 0", "sdb, sda, 1"})
    void who_is_left_calls_the_lost_one_gone_and_the_set_degraded(String lost, String left, int place)
            throws Exception {
        CorpusDisks<LsiConfiguration> c = load(MIRROR);
        CorpusDisks<LsiConfiguration> before = c.copy();
        Update update = encode(group(c), fail(lost));
        assertThat(update.images()).containsOnlyKeys(left);
        c.write(update, Duty.MUST);
        for (int at = 0; at < 512; at++) {
            int is = sector(c, left).get(at);
            assertThat(is)
                    .as("byte %x", at)
                    .isEqualTo(
                            at == RAID_FLAGS || at == flags(place)
                                    ? 2
                                    : sector(before, left).get(at));
        }
        assertThat(group(c).stale()).extracting(DiskInfo::name).containsExactly(lost);
        assertThat(slots(c).get(place)).isEqualTo("- marked");
    }

    /** dmraid drops the whole set when it finds a disk that calls itself gone. */
    @Test
    void a_lost_disk_that_answers_is_erased() throws Exception {
        CorpusDisks<LsiConfiguration> c = load(MIRROR);
        apply(c, fail("sdb"));
        assertThat(c.get("sdb", place(c, "sdb"))).containsOnly(0);
        assertThat(slots(c)).containsExactly("sda", "- marked");
    }

    @Test
    void a_newcomer_is_gone_to_all_who_do_not_know_our_flag() throws Exception {
        CorpusDisks<LsiConfiguration> c = load(MIRROR);
        int time = sector(c, "sda").getInt(TIMESTAMP);
        Update update = encode(group(c), replace("sdb", c.disk(NEW)));
        assertThat(update.stages())
                .extracting(s -> Set.copyOf(s.images().keySet()))
                .containsExactly(Set.of(NEW), Set.of("sda"), Set.of("sdb"));
        c.write(update, Duty.values());
        for (String disk : List.of("sda", NEW)) {
            assertThat(sector(c, disk).get(flags(0))).isZero();
            assertThat(sector(c, disk).get(flags(1))).isEqualTo((byte) (2 | 4));
            assertThat(sector(c, disk).get(RAID_FLAGS)).isEqualTo((byte) 2);
            assertThat(sector(c, disk).getInt(TIMESTAMP)).isGreaterThan(time);
        }
        assertThat(sector(c, NEW).get(0x1f0)).isEqualTo((byte) 1);
        assertThat(slots(c)).containsExactly("sda", "new rebuilding");
        apply(c, rebuilt());
        for (String disk : List.of("sda", NEW)) {
            assertThat(sector(c, disk).get(flags(1))).isZero();
            assertThat(sector(c, disk).get(RAID_FLAGS)).isZero();
        }
        assertThat(set(c).health()).isEqualTo(Health.COMPLETE);
    }

    @Test
    void a_newcomer_that_nobody_confirms_is_left_out() throws Exception {
        CorpusDisks<LsiConfiguration> c = load(MIRROR);
        RaidSet t0 = set(c);
        c.write(encode(group(c), replace("sdb", c.disk(NEW))).stages().getFirst());
        assertThat(set(c)).isEqualTo(t0);
    }

    /** It tells of the same place, and nothing but the timestamp tells the two apart. */
    @ParameterizedTest
    @ValueSource(strings = {"raid1-2disk", "raid10-4disk"})
    void a_disk_that_was_replaced_is_in_another_set(String name) throws Exception {
        CorpusDisks<LsiConfiguration> c = load(name);
        c.write(encode(group(c), replace("sdb", c.disk(NEW))), Duty.MUST);
        assertThat(c.assemble().groups()).hasSize(2).extracting(Group::name).doesNotHaveDuplicates();
        CorpusDisks<LsiConfiguration> others = c.copy().without("sdb").without(NEW);
        assertThat(slots(others)).startsWith(name.equals(MIRROR) ? "sda" : "sda rebuilding", "- marked");
    }

    /** Each got a new disk for the other: the timestamps are two. */
    @Test
    void two_histories_are_two_sets() throws Exception {
        CorpusDisks<LsiConfiguration> a = load(MIRROR);
        CorpusDisks<LsiConfiguration> b = a.copy();
        apply(a, replace("sdb", a.disk(NEW)));
        b.add(disk("other", 204800));
        apply(b, new Change.Replace(new MemberName.OfDisk("sda"), b.disk("other")));
        assertThat(sector(a, "sda").getInt(TIMESTAMP))
                .isNotEqualTo(sector(b, "sdb").getInt(TIMESTAMP));
    }

    @Test
    void two_that_call_each_other_gone_are_not_started() throws Exception {
        CorpusDisks<LsiConfiguration> c = load(MIRROR);
        CorpusDisks<LsiConfiguration> other = c.copy();
        c.write(encode(group(c), fail("sdb")), Duty.MUST);
        other.write(encode(group(other), fail("sda")), Duty.MUST);
        c.put("sdb", 204799, other.get("sdb", place(other, "sdb")));
        assertThat(c.codes()).containsExactly("lsi.split-brain", "lsi.split-brain");
        assertThat(c.group().sets().getFirst().health()).isEqualTo(Health.FAILED);
    }

    @Test
    void a_stripe_falls_with_its_disk_and_is_rebuilt_as_a_whole() throws Exception {
        CorpusDisks<LsiConfiguration> c = load("raid10-4disk");
        apply(c, fail("sdd"));
        for (String disk : List.of("sda", "sdb", "sdc")) {
            assertThat(sector(c, disk).get(flags(2))).isEqualTo((byte) 6);
            assertThat(sector(c, disk).get(flags(3))).isEqualTo((byte) 2);
        }
        assertThat(slots(c)).containsExactly("sda", "sdb", "sdc rebuilding", "- marked");
        apply(c, new Change.Replace(new MemberName.OfLabel(""), c.disk(NEW)));
        assertThat(slots(c)).containsExactly("sda", "sdb", "sdc rebuilding", "new rebuilding");
        apply(c, rebuilt());
        assertThat(set(c).health()).isEqualTo(Health.COMPLETE);
        assertThat(group(load("raid10-4disk").without("sda").without("sdd")).writer())
                .as("crossed")
                .isEmpty();
    }

    @Test
    void a_larger_newcomer_keeps_the_set_its_size_when_it_is_alone() throws Exception {
        CorpusDisks<LsiConfiguration> c = load(MIRROR);
        c.add(disk(NEW, 300000));
        apply(c, replace("sda", c.disk(NEW)));
        assertThat(sector(c, "sdb").getInt(0x22)).isEqualTo(204799);
        apply(c, rebuilt());
        apply(c, fail("sdb"));
        assertThat(set(c).size()).isEqualTo(204799);
    }

    @Test
    void an_empty_place_gets_a_device() throws Exception {
        CorpusDisks<LsiConfiguration> c = load(MIRROR).without("sdb");
        byte[] b = c.get("sda", place(c, "sda"));
        b[0x30] = (byte) 0xff;
        c.put("sda", place(c, "sda").lba(), b);
        apply(c, new Change.Replace(new MemberName.OfLabel(""), c.disk(NEW)));
        assertThat(sector(c, NEW).get(0x30)).isEqualTo((byte) 0x10);
        assertThat(slots(c)).containsExactly("sda", "new rebuilding");
    }

    @Test
    void what_cannot_be_told_is_refused() throws Exception {
        CorpusDisks<LsiConfiguration> c = load(MIRROR);
        assertThat(codes(group(c), new Change.AddSpare(c.disk(NEW)))).containsExactly("lsi.spare");
        assertThat(codes(group(c), new Change.Observe(g -> g.mapSets(s -> s.withResync(Resync.RESYNCING)))))
                .containsExactly("lsi.resync");
        assertThat(codes(group(c), new Change.Rename(set(c).name(), "name"))).containsExactly("lsi.name");
        CorpusDisks<LsiConfiguration> two = CorpusDisks.load(FORMAT, "raid1-and-raid0-one-configuration");
        assertThat(two.assemble().groups())
                .allSatisfy(g -> assertThat(g.writer()).isEmpty());
    }

    /** Its extent is a multiple of the vendor's unit, so that nobody could tell that no more is used. */
    @Test
    void a_larger_newcomer_whose_size_cannot_be_told_is_refused() throws Exception {
        CorpusDisks<LsiConfiguration> c = CorpusDisks.load(FORMAT, MIRROR);
        for (String name : List.of("sda", "sdb")) {
            byte[] old = c.get(name, new Extent(204799, 1));
            c.add(disk(name, 204801));
            c.put(name, 204800, old);
        }
        c.add(disk(NEW, 204801));
        c.add(disk("larger", 204802));
        assertThat(codes(group(c), replace("sdb", c.disk(NEW)))).isEmpty();
        assertThat(codes(group(c), new Change.Replace(new MemberName.OfDisk("sdb"), c.disk("larger"))))
                .containsExactly("lsi.disk-too-large");
    }

    @Test
    void blkid_finds_the_members(@TempDir Path dir) throws Exception {
        CorpusDisks<LsiConfiguration> c = load(MIRROR);
        apply(c, replace("sdb", c.disk(NEW)));
        assertThat(c.reading("sdb")).isInstanceOf(Reading.Absent.class);
        for (String name : List.of("sda", NEW)) {
            assertThat(Blkid.probe(dir, c, name)).containsEntry("TYPE", "lsi_mega_raid_member");
        }
    }
}
