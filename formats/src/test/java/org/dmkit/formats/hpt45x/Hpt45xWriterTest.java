package org.dmkit.formats.hpt45x;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.Changes.fail;
import static org.dmkit.formats.Changes.rebuild;
import static org.dmkit.formats.Changes.rebuilt;
import static org.dmkit.formats.Changes.replace;
import static org.dmkit.formats.Changes.resync;
import static org.dmkit.formats.Encoding.codes;
import static org.dmkit.formats.Encoding.encode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.Blkid;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.format.Update.Duty;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a change writes, byte by byte as HighPoint's driver has it; offsets and values are from there and not from the decoder. */
class Hpt45xWriterTest {
    private static final Hpt45xFormat FORMAT = new Hpt45xFormat();
    private static final String NEW = "new";
    private static final long SECTORS = 320173056;

    private static final int STAMP = 0x04;
    private static final int NUMBER = 0x12;
    private static final int STATUS = 0x14;
    private static final int CRITICAL = 0x16;
    private static final int REBUILT = 0x18;
    private static final int INNER_NUMBER = 0x22;
    private static final int INNER_STATUS = 0x24;
    private static final int INNER_REBUILT = 0x28;
    private static final int ALREADY_BROKEN = 0x92;
    private static final int FAILED_STAMPS = 0xa4;
    private static final int ALL = -1;
    private static final int ALL_OF_OLD_BIOS = 0x7fffffff;

    private static CorpusDisks<Hpt45x> load(String name) {
        CorpusDisks<Hpt45x> c = CorpusDisks.load(FORMAT, name);
        c.add(new DiskInfo(NEW, SECTORS, 512, "NEW-1", null, "", null, false));
        return c;
    }

    private static List<Group> groups(CorpusDisks<Hpt45x> c) {
        return c.assemble().groups().stream().filter(g -> !g.sets().isEmpty()).toList();
    }

    private static Group group(CorpusDisks<Hpt45x> c) {
        assertThat(groups(c)).hasSize(1);
        return groups(c).getFirst();
    }

    private static RaidSet set(CorpusDisks<Hpt45x> c) {
        return group(c).sets().getFirst();
    }

    private static ByteBuffer record(CorpusDisks<Hpt45x> c, String disk) {
        return ByteBuffer.wrap(c.get(disk, new Extent(c.disk(disk).sectors() - 11, 1)))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int word(CorpusDisks<Hpt45x> c, String disk, int offset) {
        return record(c, disk).getInt(offset);
    }

    private static int half(CorpusDisks<Hpt45x> c, String disk, int offset) {
        return record(c, disk).getShort(offset);
    }

    private static int octet(CorpusDisks<Hpt45x> c, String disk, int offset) {
        return record(c, disk).get(offset);
    }

    private static void apply(CorpusDisks<Hpt45x> c, Change change) throws RefusedException {
        c.write(encode(group(c), change), Duty.values());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sda", "sdb"})
    void the_survivor_of_a_mirror_is_number_0_and_keeps_its_place(String lost) throws Exception {
        String left = lost.equals("sda") ? "sdb" : "sda";
        CorpusDisks<Hpt45x> c = load("raid1-2");
        int before = word(c, left, STAMP);
        Update update = encode(group(c), fail(lost));
        assertThat(update.images()).containsOnlyKeys(left);
        c.write(update, Duty.MUST);
        assertThat(word(c, left, STAMP)).isNotEqualTo(before).isNotZero();
        assertThat(word(c, left, FAILED_STAMPS)).isEqualTo(before);
        assertThat(octet(c, left, ALREADY_BROKEN)).isOne();
        assertThat(octet(c, left, NUMBER)).isZero();
        assertThat(half(c, left, STATUS)).isZero();
        assertThat(word(c, left, REBUILT)).isZero();
        assertThat(Expected.slots(set(c)))
                .containsExactlyElementsOf(
                        lost.equals("sda") ? List.of("- marked", "sdb") : List.of("sda", "- marked"));
        assertThat(group(c).stale()).extracting(DiskInfo::name).containsExactly(lost);
        assertThat(c.codes()).containsExactly("hpt45x.outdated");
    }

    @Test
    void the_survivor_alone_waits_for_nobody_and_the_lost_disk_alone_does() throws Exception {
        CorpusDisks<Hpt45x> c = load("raid1-2");
        c.write(encode(group(c), fail("sdb")), Duty.MUST);
        assertThat(Expected.slots(set(c.copy().without("sdb")))).containsExactly("sda", "- marked");
        assertThat(Expected.slots(set(c.copy().without("sda")))).containsExactly("- unmarked", "sdb");
    }

    @Test
    void a_lost_disk_that_answers_bears_the_mark_of_a_failed_one() throws Exception {
        CorpusDisks<Hpt45x> c = load("raid1-2");
        int stamp = word(c, "sdb", STAMP);
        apply(c, fail("sdb"));
        assertThat(word(c, "sdb", 0)).isEqualTo(0x5a7816fd);
        assertThat(word(c, "sdb", STAMP)).isEqualTo(stamp);
        assertThat(set(c.without("sda")).health()).isEqualTo(Health.FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sda", "sdb"})
    void a_newcomer_is_number_1_wherever_it_stands_because_the_vendor_copies_from_number_0(String old)
            throws Exception {
        String left = old.equals("sda") ? "sdb" : "sda";
        CorpusDisks<Hpt45x> c = load("raid1-2");
        apply(c, replace(old, c.disk(NEW)));
        int stamp = word(c, left, STAMP);
        assertThat(octet(c, left, NUMBER)).isZero();
        assertThat(octet(c, NEW, NUMBER)).isOne();
        for (String disk : List.of(left, NEW)) {
            assertThat(word(c, disk, STAMP)).isEqualTo(stamp);
            assertThat(half(c, disk, STATUS)).isOne();
            assertThat(word(c, disk, REBUILT)).isZero();
        }
        assertThat(Expected.slots(set(c)))
                .containsExactlyElementsOf(
                        old.equals("sda") ? List.of("new rebuilding", "sdb") : List.of("sda", "new rebuilding"));
        apply(c, rebuilt());
        for (String disk : List.of(left, NEW)) {
            assertThat(word(c, disk, STAMP)).isEqualTo(stamp);
            assertThat(half(c, disk, STATUS)).isZero();
            assertThat(word(c, disk, REBUILT)).isEqualTo(ALL);
            assertThat(octet(c, disk, ALREADY_BROKEN)).isZero();
        }
        assertThat(Expected.slots(set(c)))
                .containsExactlyElementsOf(old.equals("sda") ? List.of(NEW, "sdb") : List.of("sda", NEW));
    }

    /** The source of what the kernel rebuilds in place, too. */
    @Test
    void a_member_that_is_rebuilt_in_its_place_is_number_1() throws Exception {
        CorpusDisks<Hpt45x> c = load("raid1-2");
        apply(c, rebuild("sda"));
        assertThat(octet(c, "sda", NUMBER)).isOne();
        assertThat(octet(c, "sdb", NUMBER)).isZero();
        assertThat(Expected.slots(set(c))).containsExactly("sda rebuilding", "sdb");
        apply(c, rebuilt());
        apply(c, fail("sdb"));
        assertThat(octet(c, "sda", NUMBER)).isZero();
        assertThat(Expected.slots(set(c))).containsExactly("sda", "- marked");
    }

    @Test
    void the_progress_of_a_rebuild_that_goes_on_is_kept() throws Exception {
        CorpusDisks<Hpt45x> c = load("raid1-2-rebuilding");
        apply(c, new Change.Rename(set(c).name(), "other"));
        assertThat(word(c, "sdb", REBUILT)).isEqualTo(100000000);
        assertThat(half(c, "sdb", STATUS)).isOne();
        assertThat(set(c).label()).isEqualTo("other");
    }

    @Test
    void a_name_fills_its_field_and_leaves_the_stamp() throws Exception {
        CorpusDisks<Hpt45x> c = load("raid0-2-unequal-disks");
        int stamp = word(c, "sda", STAMP);
        apply(c, new Change.Rename(set(c).name(), "x"));
        assertThat(Arrays.copyOfRange(record(c, "sda").array(), 0x2c, 0x3c))
                .containsExactly(Arrays.copyOf(new byte[] {'x'}, 16));
        assertThat(word(c, "sda", STAMP)).isEqualTo(stamp);
        assertThat(codes(group(c), new Change.Rename(set(c).name(), "sixteen-letters-")))
                .containsExactly("hpt45x.name");
        assertThat(codes(group(c), new Change.Rename(set(c).name(), "no blanks")))
                .containsExactly("hpt45x.name");
    }

    @Test
    void a_lost_member_of_a_parity_set_is_critical() throws Exception {
        CorpusDisks<Hpt45x> c = load("raid5-3");
        int before = word(c, "sda", STAMP);
        Update update = encode(group(c), fail("sdb"));
        assertThat(update.images()).containsOnlyKeys("sda", "sdc");
        c.write(update, Duty.MUST);
        for (String disk : List.of("sda", "sdc")) {
            assertThat(half(c, disk, CRITICAL)).isEqualTo(1 << 1);
            assertThat(half(c, disk, STATUS)).isZero();
            assertThat(word(c, disk, REBUILT)).isZero();
            assertThat(word(c, disk, STAMP)).isEqualTo(word(c, "sda", STAMP)).isNotEqualTo(before);
            assertThat(word(c, disk, FAILED_STAMPS)).isEqualTo(before);
        }
        assertThat(octet(c, "sdc", NUMBER)).isEqualTo(2);
        assertThat(Expected.slots(set(c))).containsExactly("sda", "- marked", "sdc");
        apply(c, new Change.Replace(new MemberName.OfLabel(""), c.disk(NEW)));
        for (String disk : List.of("sda", NEW, "sdc")) {
            assertThat(half(c, disk, CRITICAL)).isEqualTo(1 << 1);
            assertThat(half(c, disk, STATUS)).isOne();
        }
        assertThat(octet(c, NEW, NUMBER)).isOne();
        assertThat(word(c, NEW, FAILED_STAMPS + 4)).isEqualTo(before);
        apply(c, rebuilt());
        for (String disk : List.of("sda", NEW, "sdc")) {
            assertThat(half(c, disk, CRITICAL)).isZero();
            assertThat(half(c, disk, STATUS)).isZero();
            assertThat(word(c, disk, REBUILT)).isEqualTo(ALL);
        }
        assertThat(set(c).health()).isEqualTo(Health.COMPLETE);
    }

    @Test
    void parity_that_is_to_be_made_needs_a_rebuild_of_nobody() throws Exception {
        CorpusDisks<Hpt45x> c = load("raid5-3");
        int stamp = word(c, "sda", STAMP);
        apply(c, resync(Resync.RESYNCING));
        assertThat(half(c, "sdc", STATUS)).isOne();
        assertThat(half(c, "sdc", CRITICAL)).isZero();
        assertThat(word(c, "sdc", REBUILT)).isZero();
        apply(c, resync(Resync.CLEAN));
        assertThat(half(c, "sdc", STATUS)).isZero();
        assertThat(word(c, "sdc", REBUILT)).isEqualTo(ALL);
        assertThat(word(c, "sdc", STAMP)).isEqualTo(stamp);
    }

    /** Nobody copies from one good disk to the other, whoever reads it. */
    @Test
    void a_mirror_that_is_to_be_made_equal_has_nothing_left_to_copy() throws Exception {
        CorpusDisks<Hpt45x> c = load("raid1-2");
        apply(c, resync(Resync.RESYNCING));
        assertThat(half(c, "sda", STATUS)).isOne();
        assertThat(word(c, "sda", REBUILT)).isEqualTo(ALL_OF_OLD_BIOS);
        assertThat(Expected.slots(set(c))).containsExactly("sda", "sdb");
        assertThat(set(c).resync()).isEqualTo(Resync.RESYNCING);
    }

    /** In the order of slots: sdb and sdc are one stripe, sdd and sda the other. */
    @Test
    void a_stripe_of_a_mirror_falls_as_a_whole_and_each_pair_has_its_good_disk_first() throws Exception {
        CorpusDisks<Hpt45x> c = load("raid10-4-shuffled");
        Update update = encode(group(c), fail("sdb"));
        assertThat(update.images()).containsOnlyKeys("sda", "sdc", "sdd");
        c.write(update, Duty.values());
        assertThat(Expected.slots(set(c).withComponents(set(c).leaves().toList())))
                .containsExactly("- marked", "sdc rebuilding", "sdd", "sda");
        assertThat(List.of(octet(c, "sdc", INNER_NUMBER), octet(c, "sdd", INNER_NUMBER), octet(c, "sda", INNER_NUMBER)))
                .containsExactly(1, 0, 0);
        assertThat(half(c, "sdd", INNER_STATUS)).as("its partner is gone").isZero();
        assertThat(half(c, "sda", INNER_STATUS)).as("its partner is copied to").isOne();
        for (String disk : List.of("sda", "sdc", "sdd")) {
            assertThat(word(c, disk, INNER_REBUILT)).isZero();
            assertThat(half(c, disk, STATUS)).isZero();
            assertThat(word(c, disk, REBUILT)).as("of the stripe").isEqualTo(ALL_OF_OLD_BIOS);
        }
        apply(c, new Change.Replace(new MemberName.OfLabel(""), c.disk(NEW)));
        assertThat(octet(c, NEW, NUMBER)).isZero();
        assertThat(octet(c, NEW, INNER_NUMBER)).isOne();
        apply(c, rebuilt());
        assertThat(word(c, NEW, INNER_REBUILT)).isEqualTo(ALL);
        assertThat(set(c).health()).isEqualTo(Health.COMPLETE);
        assertThat(Expected.slots(set(c).withComponents(set(c).leaves().toList())))
                .containsExactly(NEW, "sdc", "sdd", "sda");
    }

    @Test
    void stamps_before_the_last_four_losses_are_kept() throws Exception {
        CorpusDisks<Hpt45x> c = load("raid5-3");
        var stamps = new ArrayDeque<Integer>();
        for (int i = 0; i < 6; i++) {
            stamps.addFirst(word(c, "sda", STAMP));
            apply(c, rebuild("sdb"));
            apply(c, rebuilt());
        }
        assertThat(stamps).doesNotHaveDuplicates();
        assertThat(Stream.of(0, 4, 8, 12).map(i -> word(c, "sda", FAILED_STAMPS + i)))
                .containsExactlyElementsOf(stamps.stream().limit(4).toList());
        assertThat(word(c, "sda", FAILED_STAMPS + 16)).isZero();
    }

    @Test
    void a_disk_that_was_lost_before_the_last_time_is_out_as_well() throws Exception {
        CorpusDisks<Hpt45x> c = load("raid1-2");
        byte[] old = c.get("sdb", new Extent(SECTORS - 11, 1));
        c.write(encode(group(c), replace("sdb", c.disk(NEW))), Duty.MUST);
        apply(c, rebuilt());
        apply(c, fail(NEW));
        c.put("sdb", SECTORS - 11, old);
        assertThat(group(c).stale()).extracting(DiskInfo::name).containsExactlyInAnyOrder("sdb", NEW);
        assertThat(Expected.slots(set(c))).containsExactly("sda", "- marked");
    }

    @Test
    void stamps_follow_from_who_is_left() throws Exception {
        var stamps = new ArrayList<Integer>();
        for (String lost : List.of("sda", "sdb", "sdc")) {
            CorpusDisks<Hpt45x> c = load("raid5-3");
            apply(c, fail(lost));
            stamps.add(word(c, lost.equals("sda") ? "sdb" : "sda", STAMP));
        }
        assertThat(stamps).doesNotHaveDuplicates();
    }

    @Test
    void two_halves_that_went_on_without_each_other_are_both_refused() throws Exception {
        CorpusDisks<Hpt45x> c = load("raid1-2");
        CorpusDisks<Hpt45x> other = c.copy();
        c.write(encode(group(c), fail("sdb")), Duty.MUST);
        other.write(encode(group(other), fail("sda")), Duty.MUST);
        c.put("sdb", SECTORS - 11, other.get("sdb", new Extent(SECTORS - 11, 1)));
        assertThat(groups(c))
                .hasSize(2)
                .allSatisfy(g -> assertThat(g.blocked().values())
                        .extracting(Finding::code)
                        .containsExactly("hpt45x.rivals"));
    }

    @Test
    void a_newcomer_has_nothing_of_what_another_disk_is_driven_with() throws Exception {
        CorpusDisks<Hpt45x> c = load("raid1-2");
        Stream.of("sda", "sdb").forEach(d -> {
            byte[] b = record(c, d).array();
            b[0x09] = 3;
            b[0x0a] = 5;
            b[0x91] = 7;
            b[0x93] = 9;
            c.put(d, SECTORS - 11, summed(b));
        });
        apply(c, replace("sdb", c.disk(NEW)));
        assertThat(List.of(octet(c, "sda", 9), octet(c, "sda", 10), octet(c, "sda", 0x91), octet(c, "sda", 0x93)))
                .containsExactly(3, 5, 7, 9);
        assertThat(List.of(octet(c, NEW, 9), octet(c, NEW, 10), octet(c, NEW, 0x91), octet(c, NEW, 0x93)))
                .containsExactly(1, 0, 0, 0);
    }

    private static byte[] summed(byte[] b) {
        b[8] = 0;
        b[8] = (byte) -sum(b, 0x90);
        b[0x90] = 0;
        b[0x90] = (byte) -sum(b, 512);
        return b;
    }

    private static int sum(byte[] b, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += b[i];
        }
        return (byte) sum;
    }

    @Test
    void both_sums_are_right_on_all_that_is_written() throws Exception {
        CorpusDisks<Hpt45x> c = load("raid5-3");
        c.add(new DiskInfo("spare", SECTORS, 512, "S", null, "", null, false));
        apply(c, replace("sdb", c.disk(NEW)));
        apply(c, new Change.AddSpare(c.disk("spare")));
        apply(c, new Change.Rename(set(c).name(), "renamed"));
        for (String disk : List.of("sda", "sdb", "sdc", NEW, "spare")) {
            byte[] b = record(c, disk).array();
            assertThat(sum(b, 0x90)).isZero();
            assertThat(sum(b, 512)).isZero();
        }
    }

    /** A record of version 3.0 gets a second half; what stood there counted for nobody. */
    @Test
    void an_old_record_becomes_a_new_one() throws Exception {
        CorpusDisks<Hpt45x> c = load("bad-checksum-31");
        Stream.of("sda", "sdb").forEach(d -> {
            byte[] b = record(c, d).array();
            b[0xa4] = 0x55;
            b[0x94] = 0x66;
            c.put(d, SECTORS - 11, b);
        });
        apply(c, fail("sdb"));
        assertThat(sum(record(c, "sda").array(), 512)).isZero();
        assertThat(word(c, "sda", 0x94)).isZero();
        assertThat(word(c, "sda", FAILED_STAMPS + 4)).isZero();
        assertThat(c.found().getFirst().findings()).isEmpty();
    }

    @Test
    void a_spare_is_in_no_array_and_takes_a_place() throws Exception {
        CorpusDisks<Hpt45x> c = load("raid1-2");
        apply(c, new Change.AddSpare(c.disk(NEW)));
        assertThat(word(c, NEW, 0)).isEqualTo(0x5a7816f3);
        assertThat(word(c, NEW, STAMP)).isZero();
        assertThat(octet(c, NEW, 0x0b)).isZero();
        assertThat(octet(c, NEW, 0x10)).isZero();
        assertThat(c.assemble().groups())
                .filteredOn(g -> g.sets().isEmpty())
                .singleElement()
                .satisfies(
                        g -> assertThat(g.spares()).extracting(DiskInfo::name).containsExactly(NEW));
        apply(c, replace("sda", c.disk(NEW)));
        assertThat(Expected.slots(set(c))).containsExactly("new rebuilding", "sdb");
    }

    @Test
    void what_leaves_is_erased_whole() throws Exception {
        CorpusDisks<Hpt45x> c = load("raid1-2");
        apply(c, fail("sdb"));
        Update update = encode(group(c), new Change.Remove(c.disk("sdb")));
        assertThat(update.images()).containsOnlyKeys("sdb");
        c.write(update, Duty.MUST);
        assertThat(record(c, "sdb").array()).containsOnly(0);
    }

    @Test
    void a_newcomer_is_written_before_the_survivors_and_a_lost_disk_may_stay_silent() throws Exception {
        CorpusDisks<Hpt45x> c = load("raid5-3");
        Update update = encode(group(c), replace("sdb", c.disk(NEW)));
        assertThat(update.stages())
                .extracting(s -> Set.copyOf(s.images().keySet()))
                .containsExactly(Set.of(NEW), Set.of("sda", "sdc"), Set.of("sdb"));
        assertThat(update.stages())
                .extracting(Update.Stage::duty)
                .containsExactly(Duty.MUST, Duty.MUST, Duty.BEST_EFFORT);
    }

    static Stream<String> cases() {
        return CorpusDisks.names(FORMAT).stream();
    }

    /** What is read and written again is the same, whatever may be in it. */
    @ParameterizedTest
    @MethodSource("cases")
    void a_record_is_written_as_it_was_read(String name) {
        CorpusDisks<Hpt45x> c = load(name);
        c.found().stream().filter(f -> f.findings().isEmpty()).forEach(f -> {
            Hpt45x again = f.metadata()
                    .withOuter(f.metadata().outer())
                    .withInner(f.metadata().inner());
            byte[] there = record(c, f.disk().name()).array();
            assertThat(again.sector().toBytes()).isEqualTo(there);
            if (!f.metadata().failed()) {
                assertThat(again.sealed().sector().toBytes()).isEqualTo(there);
            }
        });
    }

    @Test
    void what_cannot_be_told_is_refused() throws Exception {
        CorpusDisks<Hpt45x> c = load("raid1-2");
        c.add(new DiskInfo("small", 320173055, 512, "S", null, "", null, false));
        assertThat(codes(group(c), rebuild("sda", "sdb"))).containsExactly("hpt45x.no-source");
        assertThat(codes(group(c), new Change.Replace(new MemberName.OfDisk("sdb"), c.disk("small"))))
                .containsExactly("hpt45x.disk-too-small");
        assertThat(codes(group(load("raid0-2-unequal-disks")), resync(Resync.RESYNCING)))
                .containsExactly("hpt45x.level");
        assertThat(codes(group(load("raid10-4")), rebuild("sdb"))).containsExactly("hpt45x.stripe");
        assertThat(group(load("raid10-4").without("sda").without("sdd")).writer())
                .isEmpty();
        assertThat(group(load("raid10-4").without("sdd")).writer()).isPresent();
    }

    /** Images of what was written, in the eyes of another program. */
    @Test
    void blkid_finds_the_members(@TempDir Path dir) throws Exception {
        CorpusDisks<Hpt45x> c = load("raid1-2");
        c.add(new DiskInfo("spare", SECTORS, 512, "SPARE-1", null, "", null, false));
        apply(c, replace("sda", c.disk(NEW)));
        apply(c, new Change.AddSpare(c.disk("spare")));
        for (String name : List.of("sdb", NEW, "spare")) {
            assertThat(Blkid.probe(dir, c, name)).containsEntry("TYPE", "hpt45x_raid_member");
        }
    }
}
