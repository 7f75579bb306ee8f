package org.dmkit.formats.hpt37x;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.Blkid;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.format.Update.Duty;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a change writes, byte by byte; offsets and values are dmraid's and FreeBSD's, and not from the decoder. */
class Hpt37xWriterTest {
    private static final Hpt37xFormat FORMAT = new Hpt37xFormat();
    private static final String NEW = "new";
    private static final long SECTORS = 312581808;
    private static final long RECORD = 9;

    private static final int MAGIC = 0x20;
    private static final int MAGIC_0 = 0x24;
    private static final int MAGIC_1 = 0x28;
    private static final int ORDER = 0x2c;
    private static final int NUMBER = 0x33;
    private static final int LOGGED = 0x42;
    private static final int OLDEST = 0x43;
    private static final int LOG = 0x44;
    private static final int ENTRY = 12;
    private static final int LOG_END = 0x1c4;
    private static final int REBUILD_LBA = 0x1d4;
    private static final int NAME = 0x1d9;

    private static final int GOOD = 0x5a7816f0;
    private static final int BAD = 0x5a7816fd;
    private static final int NOTHING = 0x7fffffff;

    private static CorpusDisks<Hpt37x> load(String name) {
        CorpusDisks<Hpt37x> c = CorpusDisks.load(FORMAT, name);
        c.add(new DiskInfo(NEW, SECTORS, 512, "NEW-1", null, "", null, false));
        return c;
    }

    private static List<Group> groups(CorpusDisks<Hpt37x> c) {
        return c.assemble().groups().stream().filter(g -> !g.sets().isEmpty()).toList();
    }

    private static Group group(CorpusDisks<Hpt37x> c) {
        assertThat(groups(c)).hasSize(1);
        return groups(c).getFirst();
    }

    private static RaidSet set(CorpusDisks<Hpt37x> c) {
        return group(c).sets().getFirst();
    }

    private static List<String> slots(CorpusDisks<Hpt37x> c) {
        return Expected.slots(set(c).withComponents(set(c).leaves().toList()));
    }

    private static byte[] record(CorpusDisks<Hpt37x> c, String disk) {
        return c.get(disk, new Extent(RECORD, 1));
    }

    private static int word(CorpusDisks<Hpt37x> c, String disk, int offset) {
        return ByteBuffer.wrap(record(c, disk)).order(ByteOrder.LITTLE_ENDIAN).getInt(offset);
    }

    private static int octet(CorpusDisks<Hpt37x> c, String disk, int offset) {
        return record(c, disk)[offset];
    }

    private static void change(CorpusDisks<Hpt37x> c, String disk, int offset, int value) {
        byte[] b = record(c, disk);
        ByteBuffer.wrap(b).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
        c.put(disk, RECORD, b);
    }

    private static void apply(CorpusDisks<Hpt37x> c, Change change) throws RefusedException {
        c.write(encode(group(c), change), Duty.values());
    }

    /** An entry of the log that we have written. */
    private static byte[] entry(int reason, int disk, int status, int lba) {
        return ByteBuffer.allocate(ENTRY)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("dmkt".getBytes(StandardCharsets.US_ASCII))
                .put((byte) reason)
                .put((byte) disk)
                .put((byte) status)
                .put((byte) 0)
                .putInt(lba)
                .array();
    }

    private static int identity(CorpusDisks<Hpt37x> c, String disk) {
        var crc = new CRC32();
        DiskInfo d = c.disk(disk);
        crc.update((d.serial() + "\0" + d.sectors()).getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    private static List<byte[]> log(CorpusDisks<Hpt37x> c, String disk) {
        byte[] b = record(c, disk);
        return IntStream.range(0, b[LOGGED])
                .map(i -> LOG + (b[OLDEST] + i) % 32 * ENTRY)
                .mapToObj(at -> Arrays.copyOfRange(b, at, at + ENTRY))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sda", "sdb"})
    void the_survivor_of_a_mirror_gets_another_id_and_keeps_the_old_one_and_its_place(String lost) throws Exception {
        String left = lost.equals("sda") ? "sdb" : "sda";
        int leg = left.equals("sda") ? 0 : 1;
        CorpusDisks<Hpt37x> c = load("raid1-2");
        int id = word(c, left, MAGIC_0);
        byte[] before = record(c, left);
        Update update = encode(group(c), fail(lost));
        assertThat(update.stages().getFirst().images()).containsOnlyKeys(left);
        c.write(update, Duty.MUST);
        assertThat(word(c, left, MAGIC_0)).isNotEqualTo(id).isNotZero();
        assertThat(word(c, left, MAGIC_1)).isZero();
        assertThat(word(c, left, REBUILD_LBA)).isZero();
        assertThat(log(c, left)).containsExactly(entry(0xff, 1 - leg, 0, id), entry(0, leg, 1, identity(c, left)));
        byte[] after = record(c, left);
        assertThat(Arrays.copyOfRange(after, ORDER, LOGGED)).isEqualTo(Arrays.copyOfRange(before, ORDER, LOGGED));
        assertThat(Arrays.copyOfRange(after, LOG_END, REBUILD_LBA))
                .isEqualTo(Arrays.copyOfRange(before, LOG_END, REBUILD_LBA));
        assertThat(Arrays.copyOfRange(after, NAME, 512)).isEqualTo(Arrays.copyOfRange(before, NAME, 512));
        assertThat(slots(c))
                .containsExactlyElementsOf(leg == 0 ? List.of("sda", "- marked") : List.of("- marked", "sdb"));
        assertThat(group(c).stale()).extracting(DiskInfo::name).containsExactly(lost);
        assertThat(c.codes()).containsExactly("hpt37x.outdated");
    }

    @Test
    void the_survivor_alone_waits_for_nobody_and_the_lost_disk_alone_does() throws Exception {
        CorpusDisks<Hpt37x> c = load("raid1-2");
        c.write(encode(group(c), fail("sdb")), Duty.MUST);
        assertThat(slots(c.copy().without("sdb"))).containsExactly("sda", "- marked");
        assertThat(slots(c.copy().without("sda"))).containsExactly("- unmarked", "sdb");
    }

    @Test
    void a_lost_disk_that_answers_bears_the_mark_of_a_failed_one() throws Exception {
        CorpusDisks<Hpt37x> c = load("raid1-2");
        int id = word(c, "sdb", MAGIC_0);
        apply(c, fail("sdb"));
        assertThat(word(c, "sdb", MAGIC)).isEqualTo(BAD);
        assertThat(word(c, "sdb", ORDER) & 4).isZero();
        assertThat(word(c, "sdb", MAGIC_0)).isEqualTo(id);
        assertThat(set(c.without("sda")).health()).isEqualTo(Health.FAILED);
    }

    /** In those of FreeBSD the bit tells a mirror from a mirror of stripes. */
    @Test
    void the_bit_of_a_good_disk_stays_where_it_is_part_of_the_level() throws Exception {
        CorpusDisks<Hpt37x> c = load("raid1-2-as-type-0");
        int order = word(c, "sdb", ORDER);
        apply(c, fail("sdb"));
        assertThat(word(c, "sdb", MAGIC)).isEqualTo(BAD);
        assertThat(word(c, "sdb", ORDER)).isEqualTo(order);
        assertThat(word(c, "sda", ORDER)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"raid1-2", "raid1-2-width-one", "raid1-2-as-type-0"})
    void who_is_rebuilt_bears_the_record_of_its_source_until_the_end(String name) throws Exception {
        for (String old : List.of("sda", "sdb")) {
            String left = old.equals("sda") ? "sdb" : "sda";
            CorpusDisks<Hpt37x> c = load(name);
            int number = octet(c, left, NUMBER);
            apply(c, replace(old, c.disk(NEW)));
            assertThat(record(c, NEW)).isEqualTo(record(c, left));
            assertThat(octet(c, left, NUMBER)).isEqualTo(number);
            assertThat(word(c, left, REBUILD_LBA)).isZero();
            assertThat(log(c, left).getLast()).isEqualTo(entry(0, number == 0 ? 0 : 1, 1, identity(c, left)));
            assertThat(slots(c))
                    .containsExactlyElementsOf(
                            number == 0 ? List.of(left, "new rebuilding") : List.of("new rebuilding", left));
            int id = word(c, left, MAGIC_0);
            apply(c, rebuilt());
            for (String disk : List.of(left, NEW)) {
                assertThat(word(c, disk, MAGIC)).isEqualTo(GOOD);
                assertThat(word(c, disk, MAGIC_0)).isEqualTo(id);
                assertThat(word(c, disk, REBUILD_LBA)).isEqualTo(NOTHING);
                assertThat(log(c, disk)).allMatch(e -> (e[4] & 0xff) == 0xff);
            }
            assertThat(octet(c, left, NUMBER)).isEqualTo(number);
            assertThat(octet(c, NEW, NUMBER)).isEqualTo(number == 0 ? 1 : 0);
            assertThat(slots(c)).containsExactlyElementsOf(number == 0 ? List.of(left, NEW) : List.of(NEW, left));
        }
    }

    @Test
    void a_mirror_that_is_to_be_made_equal_bears_one_record_and_has_nothing_to_rebuild() throws Exception {
        CorpusDisks<Hpt37x> c = load("raid1-2");
        byte[] second = record(c, "sdb");
        int id = word(c, "sda", MAGIC_0);
        apply(c, resync(Resync.RESYNCING));
        assertThat(record(c, "sdb")).isEqualTo(record(c, "sda"));
        assertThat(log(c, "sda")).containsExactly(entry(0, 0, 0, identity(c, "sda")));
        assertThat(word(c, "sda", MAGIC_0)).isEqualTo(id);
        assertThat(word(c, "sda", REBUILD_LBA)).isEqualTo(NOTHING);
        assertThat(slots(c)).containsExactly("sda", "sdb");
        assertThat(set(c).resync()).isEqualTo(Resync.RESYNCING);
        apply(c, resync(Resync.CLEAN));
        assertThat(record(c, "sdb")).isEqualTo(second);
    }

    /** The kernel may have copied either record over the other. */
    @Test
    void of_two_good_legs_either_may_fail_while_both_bear_one_record() throws Exception {
        for (String lost : List.of("sda", "sdb")) {
            String left = lost.equals("sda") ? "sdb" : "sda";
            CorpusDisks<Hpt37x> c = load("raid1-2");
            int number = octet(c, left, NUMBER);
            apply(c, resync(Resync.RESYNCING));
            apply(c, fail(lost));
            assertThat(octet(c, left, NUMBER)).isEqualTo(number);
            assertThat(log(c, left).getLast()).isEqualTo(entry(0, number, 1, identity(c, left)));
            assertThat(slots(c))
                    .containsExactlyElementsOf(number == 0 ? List.of("sda", "- marked") : List.of("- marked", "sdb"));
        }
    }

    /** In the order of slots: sda and sdc are one stripe, sdd and sdb the other; only their first ones have sector 9 among the data. */
    @Test
    void a_stripe_of_a_mirror_is_rebuilt_as_a_whole_and_its_first_disk_bears_the_others_record() throws Exception {
        CorpusDisks<Hpt37x> c = load("raid01-4-shuffled");
        List<String> before = slots(c);
        int id = word(c, before.getFirst(), MAGIC_1);
        apply(c, replace(before.get(2), c.disk(NEW)));
        assertThat(slots(c))
                .containsExactly(before.get(0), before.get(1), "new rebuilding", before.get(3) + " rebuilding");
        assertThat(record(c, NEW)).isEqualTo(record(c, before.getFirst()));
        for (String disk : List.of(before.get(0), before.get(1), NEW, before.get(3))) {
            assertThat(word(c, disk, MAGIC_1)).isEqualTo(word(c, NEW, MAGIC_1)).isNotEqualTo(id);
            assertThat(word(c, disk, REBUILD_LBA)).isZero();
            assertThat(log(c, disk).getFirst()).isEqualTo(entry(0xff, 1, 0, id));
            assertThat(log(c, disk).getLast()).isEqualTo(entry(0, 0, 1, identity(c, before.getFirst())));
        }
        assertThat(List.of(octet(c, before.get(1), NUMBER), octet(c, before.get(3), NUMBER)))
                .containsExactly(1, 1);
        assertThat(word(c, before.get(3), ORDER)).isEqualTo(3);
        apply(c, rebuilt());
        assertThat(slots(c)).containsExactly(before.get(0), before.get(1), NEW, before.get(3));
        int whole = word(c, NEW, MAGIC_1);
        assertThat(List.of(word(c, NEW, ORDER), word(c, before.get(3), ORDER))).containsExactly(3, 3);
        assertThat(List.of(word(c, NEW, MAGIC_0), word(c, before.get(3), MAGIC_0)))
                .containsExactly(whole + 1, whole + 1);
        assertThat(List.of(word(c, before.get(0), ORDER), word(c, before.get(1), ORDER)))
                .containsExactly(2, 2);
        assertThat(List.of(word(c, before.get(0), MAGIC_0), word(c, before.get(1), MAGIC_0)))
                .containsExactly(whole + 2, whole + 2);
    }

    @Test
    void two_halves_that_went_on_without_each_other_are_both_refused() throws Exception {
        CorpusDisks<Hpt37x> c = load("raid1-2");
        CorpusDisks<Hpt37x> other = c.copy();
        c.write(encode(group(c), fail("sdb")), Duty.MUST);
        other.write(encode(group(other), fail("sda")), Duty.MUST);
        assertThat(word(c, "sda", MAGIC_0)).isNotEqualTo(word(other, "sdb", MAGIC_0));
        c.put("sdb", RECORD, record(other, "sdb"));
        assertThat(groups(c))
                .hasSize(2)
                .allSatisfy(g -> assertThat(g.blocked().values())
                        .extracting(Finding::code)
                        .containsExactly("hpt37x.rivals"));
    }

    @Test
    void a_disk_that_was_lost_before_the_last_time_is_out_as_well() throws Exception {
        CorpusDisks<Hpt37x> c = load("raid1-2");
        byte[] old = record(c, "sdb");
        c.write(encode(group(c), replace("sdb", c.disk(NEW))), Duty.MUST);
        apply(c, rebuilt());
        apply(c, fail(NEW));
        c.put("sdb", RECORD, old);
        assertThat(group(c).stale()).extracting(DiskInfo::name).containsExactlyInAnyOrder("sdb", NEW);
        assertThat(slots(c)).containsExactly("sda", "- marked");
    }

    /** Thirty-two entries, the vendor's first; nothing behind them is touched. */
    @Test
    void the_log_is_a_ring_that_loses_its_oldest_entries() throws Exception {
        CorpusDisks<Hpt37x> c = load("raid1-2");
        byte[] vendors = {1, 2, 3, 4, (byte) 0xfe, 1, 0, 8, 9, 0, 0, 0};
        for (String disk : List.of("sda", "sdb")) {
            byte[] b = record(c, disk);
            b[LOGGED] = 2;
            b[OLDEST] = 31;
            System.arraycopy(vendors, 0, b, LOG + 31 * ENTRY, ENTRY);
            System.arraycopy(vendors, 0, b, LOG, ENTRY);
            Arrays.fill(b, LOG_END, REBUILD_LBA, (byte) 0x77);
            c.put(disk, RECORD, b);
        }
        var ids = new ArrayList<Integer>();
        for (int i = 0; i < 40; i++) {
            ids.add(word(c, "sda", MAGIC_0));
            apply(c, rebuild("sdb"));
            assertThat(octet(c, "sda", LOGGED)).isLessThanOrEqualTo(32);
            if (i == 3) {
                assertThat(log(c, "sda")).hasSize(2 + 4 + 1).startsWith(vendors, vendors);
            }
            apply(c, rebuilt());
        }
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(octet(c, "sda", LOGGED)).isEqualTo(31);
        assertThat(log(c, "sda").stream()
                        .map(e -> ByteBuffer.wrap(e)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getInt(8)))
                .containsExactlyElementsOf(ids.subList(40 - 31, 40));
        assertThat(Arrays.copyOfRange(record(c, "sda"), LOG_END, REBUILD_LBA)).containsOnly(0x77);
    }

    /** FreeBSD writes 2048 bytes from a buffer of 512, and spoils what lies behind the record. */
    @Test
    void nothing_but_sector_9_is_written() throws Exception {
        CorpusDisks<Hpt37x> c = load("raid1-2");
        for (Change change : List.of(
                replace("sdb", c.disk(NEW)), fail("sdb"), new Change.AddSpare(c.disk(NEW)), resync(Resync.RESYNCING))) {
            assertThat(encode(group(c), change).images().values())
                    .isNotEmpty()
                    .flatExtracting(i -> i)
                    .extracting(Image::extent)
                    .containsOnly(new Extent(9, 1));
        }
    }

    /** FreeBSD does not clear its buffer between two disks. */
    @Test
    void nothing_of_one_disk_goes_into_the_record_of_another_when_the_copying_is_done() throws Exception {
        CorpusDisks<Hpt37x> c = load("raid01-4-shuffled");
        List<String> disks = slots(c);
        disks.forEach(d -> change(c, d, 0x38, 0x100 + disks.indexOf(d)));
        apply(c, new Change.Rename(set(c).name(), "other"));
        disks.forEach(d -> assertThat(word(c, d, 0x38)).isEqualTo(0x100 + disks.indexOf(d)));
        assertThat(disks.stream().map(d -> word(c, d, ORDER))).containsExactly(2, 2, 3, 3);
    }

    @Test
    void a_name_fills_its_field_and_leaves_the_id() throws Exception {
        CorpusDisks<Hpt37x> c = load("raid0-2-64k");
        int id = word(c, "sda", MAGIC_0);
        byte[] before = record(c, "sda");
        apply(c, new Change.Rename(set(c).name(), "x"));
        byte[] after = record(c, "sda");
        assertThat(Arrays.copyOfRange(after, NAME, NAME + 15)).isEqualTo(Arrays.copyOf(new byte[] {'x'}, 15));
        System.arraycopy(before, NAME, after, NAME, 15);
        assertThat(after).isEqualTo(before);
        assertThat(word(c, "sda", MAGIC_0)).isEqualTo(id);
        assertThat(codes(group(c), new Change.Rename(set(c).name(), "sixteen-letters-")))
                .containsExactly("hpt37x.name");
        apply(c, new Change.Rename(set(c).name(), "fifteen-letters"));
        assertThat(set(c).label()).isEqualTo("fifteen-letters");
    }

    @Test
    void a_mirror_whose_record_may_just_be_copied_is_not_renamed() throws Exception {
        CorpusDisks<Hpt37x> c = load("raid1-2");
        apply(c, replace("sdb", c.disk(NEW)));
        assertThat(codes(group(c), new Change.Rename(set(c).name(), "other"))).containsExactly("hpt37x.copying");
        apply(c, rebuilt());
        assertThat(codes(group(c), new Change.Rename(set(c).name(), "other"))).isEmpty();
    }

    @Test
    void a_spare_is_in_no_set_and_takes_a_place() throws Exception {
        CorpusDisks<Hpt37x> c = load("raid1-2");
        apply(c, new Change.AddSpare(c.disk(NEW)));
        assertThat(word(c, NEW, MAGIC)).isEqualTo(GOOD);
        assertThat(word(c, NEW, MAGIC_0)).isZero();
        assertThat(octet(c, NEW, 0x32)).isEqualTo(6);
        assertThat(word(c, NEW, 0x34)).isEqualTo((int) SECTORS);
        assertThat(c.assemble().groups())
                .filteredOn(g -> g.sets().isEmpty())
                .singleElement()
                .satisfies(
                        g -> assertThat(g.spares()).extracting(DiskInfo::name).containsExactly(NEW));
        apply(c, replace("sda", c.disk(NEW)));
        assertThat(slots(c)).containsExactly("new rebuilding", "sdb");
    }

    @Test
    void a_spare_of_more_sectors_than_can_be_told_has_as_many_as_can() throws Exception {
        CorpusDisks<Hpt37x> c = load("raid1-2");
        c.add(new DiskInfo("large", 1L << 33, 512, "L", null, "", null, false));
        apply(c, new Change.AddSpare(c.disk("large")));
        assertThat(word(c, "large", 0x34)).isEqualTo(-1);
    }

    @Test
    void what_leaves_is_erased_whole() throws Exception {
        CorpusDisks<Hpt37x> c = load("raid1-2");
        apply(c, fail("sdb"));
        Update update = encode(group(c), new Change.Remove(c.disk("sdb")));
        assertThat(update.images()).containsOnlyKeys("sdb");
        c.write(update, Duty.MUST);
        assertThat(record(c, "sdb")).containsOnly(0);
    }

    static Stream<String> cases() {
        return CorpusDisks.names(FORMAT).stream();
    }

    /** What is read and written again is the same, whatever may be in it. */
    @ParameterizedTest
    @MethodSource("cases")
    void a_record_is_written_as_it_was_read(String name) {
        CorpusDisks<Hpt37x> c = load(name);
        c.found().forEach(f -> {
            Hpt37x r = f.metadata();
            Hpt37x again = r.in(r.leg(), r.number()).withMark(r.mark());
            byte[] there = record(c, f.disk().name());
            assertThat(again.sector().toBytes()).isEqualTo(there);
            assertThat(Hpt37xLog.of(r.sector()).in(r.sector()).toBytes()).isEqualTo(there);
            assertThat(new Hpt37xWriter().images(f.disk(), again)).containsExactly(new Image(RECORD, there));
        });
    }

    @Test
    void what_cannot_be_told_is_refused() throws Exception {
        CorpusDisks<Hpt37x> c = load("raid1-2");
        assertThat(codes(group(c), rebuild("sda", "sdb"))).containsExactly("hpt37x.no-source");
        assertThat(codes(group(load("raid0-2-64k")), resync(Resync.RESYNCING))).containsExactly("hpt37x.level");
        List<String> stripes = slots(load("raid01-4-shuffled"));
        assertThat(codes(group(load("raid01-4-shuffled")), rebuild(stripes.get(3))))
                .containsExactly("hpt37x.stripe");
        assertThat(group(load("raid01-4-shuffled").without(stripes.get(0)).without(stripes.get(3)))
                        .writer())
                .isEmpty();
        assertThat(group(load("raid01-4-shuffled").without(stripes.get(3))).writer())
                .isPresent();
    }

    @Test
    void a_span_whose_size_nobody_can_explain_and_a_mirror_of_three_are_only_read() {
        assertThat(group(load("span-3-unequal-disks")).writer()).isPresent();
        CorpusDisks<Hpt37x> span = load("span-3-unequal-disks");
        List.of("sda", "sdb", "sdc").forEach(d -> change(span, d, 0x34, word(span, d, 0x34) - 1));
        assertThat(group(span).writer()).isEmpty();
        CorpusDisks<Hpt37x> mirror = load("raid1-2");
        List.of("sda", "sdb").forEach(d -> change(mirror, d, 0x30, (word(mirror, d, 0x30) & ~0xff) | 3));
        assertThat(group(mirror).writer()).isEmpty();
    }

    @Test
    void members_that_name_different_disks_to_copy_from_are_refused() throws Exception {
        CorpusDisks<Hpt37x> c = load("raid1-2");
        apply(c, resync(Resync.RESYNCING));
        byte[] b = record(c, "sdb");
        b[LOG + 8] ^= 1;
        c.put("sdb", RECORD, b);
        assertThat(group(c).blocked().values()).extracting(Finding::code).contains("hpt37x.marks");
    }

    /** Images of what was written, in the eyes of another program. */
    @Test
    void blkid_finds_the_members(@TempDir Path dir) throws Exception {
        CorpusDisks<Hpt37x> c = load("raid1-2");
        c.add(new DiskInfo("spare", SECTORS, 512, "SPARE-1", null, "", null, false));
        apply(c, replace("sda", c.disk(NEW)));
        apply(c, new Change.AddSpare(c.disk("spare")));
        for (String name : List.of("sdb", NEW, "spare")) {
            assertThat(Blkid.probe(dir, c, name)).containsEntry("TYPE", "hpt37x_raid_member");
        }
    }
}
