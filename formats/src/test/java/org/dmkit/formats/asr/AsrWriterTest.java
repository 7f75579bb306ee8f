package org.dmkit.formats.asr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.Changes.fail;
import static org.dmkit.formats.Changes.observe;
import static org.dmkit.formats.Changes.replace;
import static org.dmkit.formats.Changes.with;
import static org.dmkit.formats.Encoding.codes;
import static org.dmkit.formats.Encoding.encode;
import static org.dmkit.formats.Encoding.touched;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.format.Update.Duty;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a change writes on which disk, field by field as the facts of the format have it. */
class AsrWriterTest {
    private static final AsrFormat FORMAT = new AsrFormat();
    private static final String NEW = "new";

    private static final int COUNT = 0x00;
    private static final int MAGIC = 0x04;
    private static final int STATE = AsrTables.RAIDSTATE;

    private static CorpusDisks<AsrMetadata> load(String name) {
        CorpusDisks<AsrMetadata> c = CorpusDisks.load(FORMAT, name);
        c.add(new DiskInfo(NEW, c.disks().getFirst().sectors(), 512, "NEW-1", null, "SIM 1", null, false));
        return c;
    }

    private static Group group(CorpusDisks<AsrMetadata> c) {
        List<Group> groups =
                c.assemble().groups().stream().filter(g -> !g.sets().isEmpty()).toList();
        assertThat(groups).hasSize(1);
        return groups.getFirst();
    }

    private static RaidSet set(CorpusDisks<AsrMetadata> c) {
        return group(c).sets().getFirst();
    }

    private static Update apply(CorpusDisks<AsrMetadata> c, Change change) throws RefusedException {
        Update update = encode(group(c), change);
        c.write(update, Duty.values());
        return update;
    }

    private static Block line(CorpusDisks<AsrMetadata> c, String disk, int line) {
        return AsrTables.table(c, disk).slice(64 + 64 * line, 64);
    }

    private static Block reserved(CorpusDisks<AsrMetadata> c, String disk) {
        return Block.copyOf(c.get(disk, new Extent(c.disk(disk).sectors() - 1, 1)))
                .bigEndian();
    }

    /** States of the first lines. */
    private static List<Integer> states(CorpusDisks<AsrMetadata> c, String disk, int lines) {
        return IntStream.range(0, lines)
                .mapToObj(i -> line(c, disk, i).u8(STATE))
                .toList();
    }

    private static void assertSumIsRight(CorpusDisks<AsrMetadata> c, String disk) {
        Block table = AsrTables.table(c, disk);
        int sum = 0;
        for (int at = 64; at < 64 + 64 * table.u16(0x0a); at++) {
            sum += table.u8(at);
        }
        assertThat(table.u16(0x0e)).isEqualTo(sum & 0xffff);
    }

    static List<String> all() {
        return CorpusDisks.names(FORMAT);
    }

    /** Decoded and encoded, each disk is as it was; and so is a table with a good sum whose lines are put into it again. */
    @ParameterizedTest
    @MethodSource("all")
    void metadata_are_encoded_as_they_were(String name) {
        CorpusDisks<AsrMetadata> c = CorpusDisks.load(FORMAT, name);
        for (Reading.Found<AsrMetadata> f : c.found()) {
            new AsrWriter()
                    .images(f.disk(), f.metadata())
                    .forEach(i -> assertThat(i.bytes()).isEqualTo(c.get(f.disk().name(), i.extent())));
            if (f.metadata().sumIsRight()) {
                RaidTable table = f.metadata().table();
                assertThat(table.withLines(f.metadata().lines())).isEqualTo(table);
            }
        }
    }

    @Test
    void survivors_get_the_next_raidseq_with_the_lost_disk_failed_and_it_says_so_itself() throws Exception {
        CorpusDisks<AsrMetadata> c = load("raid1-2disk");
        Block header = AsrTables.table(c, "sda").slice(0, 0x0e);
        Block own = reserved(c, "sda");
        Update update = apply(c, fail("sdb"));
        assertThat(update.stages())
                .extracting(s -> Set.copyOf(s.images().keySet()))
                .containsExactly(Set.of("sda"), Set.of("sdb"));
        assertThat(update.stages()).extracting(Update.Stage::duty).containsExactly(Duty.MUST, Duty.BEST_EFFORT);
        assertThat(states(c, "sda", 3)).containsExactly(1, 0, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(line(c, "sda", i).u16(AsrTables.RAIDSEQ))
                    .as("line %d", i)
                    .isEqualTo(2);
        }
        assertSumIsRight(c, "sda");
        assertThat(AsrTables.table(c, "sda").slice(0, 0x0e)).isEqualTo(header);
        assertThat(reserved(c, "sda")).isEqualTo(own);

        assertThat(states(c, "sdb", 3)).containsExactly(0, 0, 3);
        assertThat(line(c, "sdb", 2).u16(AsrTables.RAIDSEQ)).isEqualTo(1);
        assertSumIsRight(c, "sdb");
        assertThat(Expected.slots(set(c))).containsExactly("sda", "- marked");
        assertThat(group(c).stale()).extracting(DiskInfo::name).containsExactly("sdb");
    }

    @Test
    void a_lost_disk_that_did_not_hear_of_it_is_left_out_when_it_returns() throws Exception {
        CorpusDisks<AsrMetadata> c = load("raid1-2disk");
        c.write(encode(group(c), fail("sdb")), Duty.MUST);
        assertThat(Expected.slots(set(c))).containsExactly("sda", "- marked");
        assertThat(c.codes()).containsExactly("asr.failed");
    }

    /** What dmraid takes no notice of counts for nothing here, even with a higher raidseq. */
    @Test
    void the_word_of_a_disk_that_calls_itself_failed_does_not_count() {
        CorpusDisks<AsrMetadata> c = load("raid1-2disk");
        AsrTables.change(c, "sdb", AsrTables.newer(3, 9, Map.of(1, 3, 2, 3)));
        assertThat(Expected.slots(set(c))).containsExactly("sda", "- marked");
        assertThat(c.codes()).containsExactly("asr.failed");
    }

    @Test
    void a_newcomer_takes_the_line_of_the_place_with_a_drivemagic_of_its_own() throws Exception {
        CorpusDisks<AsrMetadata> c = load("raid1-2disk");
        Block old = line(c, "sdb", 2);
        Update update = apply(c, replace("sdb", c.disk(NEW)));
        assertThat(update.stages())
                .extracting(s -> Set.copyOf(s.images().keySet()))
                .as("survivors, then the newcomer, then the lost one")
                .containsExactly(Set.of("sda"), Set.of(NEW), Set.of("sdb"));
        assertThat(update.stages().get(1).images().get(NEW))
                .extracting(Image::extent)
                .as("the table, then what makes it valid")
                .containsExactly(new Extent(204783, 16), new Extent(204799, 1));
        assertThat(AsrTables.table(c, NEW)).isEqualTo(AsrTables.table(c, "sda"));
        assertThat(states(c, "sda", 3)).containsExactly(1, 0, 0x20);
        Block line = line(c, "sda", 2);
        int magic = line.i32(MAGIC);
        assertThat(magic)
                .isNotIn(
                        0,
                        -1,
                        old.i32(MAGIC),
                        line(c, "sda", 1).i32(MAGIC),
                        line(c, "sda", 0).i32(MAGIC));
        assertThat(line.with16(AsrTables.RAIDSEQ, 1).with8(STATE, 0).with32(MAGIC, old.i32(MAGIC)))
                .isEqualTo(old);
        Block rb = reserved(c, NEW);
        assertThat(rb.i32(0x00)).isEqualTo(0x37FC4D1E);
        assertThat(rb.i32(0x34)).as("fstrsvrb").isEqualTo(204783);
        assertThat(rb.u16(0x38)).as("svBlockStorageTid").isEqualTo(0x8204);
        assertThat(rb.u16(0x3a)).as("svtid").isEqualTo(0x0205);
        assertThat(rb.u8(0x3f)).as("resver").isEqualTo(8);
        assertThat(rb.i32(0x40)).as("drivemagic").isEqualTo(magic);
        assertThat(rb.i32(0x100)).isEqualTo(0x4450544D);
        assertThat(rb.i32(0x104)).as("raidtbl").isEqualTo(204783);

        apply(c, observe(s -> s.withMembers(State.IN_SYNC)));
        assertThat(states(c, NEW, 3)).containsExactly(0, 0, 0);
        assertThat(AsrTables.table(c, NEW)).isEqualTo(AsrTables.table(c, "sda"));
        assertThat(line(c, NEW, 1).u16(AsrTables.RAIDSEQ)).isEqualTo(3);
        assertThat(set(c).health()).isEqualTo(Health.COMPLETE);
        assertThat(c.codes()).containsExactly("asr.not-in-table");
        assertThat(group(c).stale()).extracting(DiskInfo::name).containsExactly("sdb");
    }

    /** dmraid's code gives a new disk what the array has, which is more than a disk of a mirror of stripes. */
    @Test
    void a_newcomer_to_a_stripe_has_the_capacity_of_a_disk() throws Exception {
        CorpusDisks<AsrMetadata> c = load("raid01-4disk");
        apply(c, fail("sdd"));
        assertThat(Expected.slots(set(c))).containsExactly("sda", "sdb", "sdc rebuilding", "- marked");
        assertThat(states(c, "sda", 7)).as("the stripe falls as a whole").containsExactly(1, 0, 0, 0, 1, 0x20, 3);
        apply(c, new Change.Replace(MemberNames.missing(set(c)), c.disk(NEW)));
        assertThat(states(c, "sda", 7)).containsExactly(1, 0, 0, 0, 1, 0x20, 0x20);
        assertThat(line(c, NEW, 6).u32(0x18)).isEqualTo(204672);
        assertThat(Expected.slots(set(c))).containsExactly("sda", "sdb", "sdc rebuilding", "new rebuilding");
        apply(c, observe(s -> s.withMembers(State.IN_SYNC)));
        assertThat(states(c, "sdc", 7)).containsExactly(0, 0, 0, 0, 0, 0, 0);
        assertThat(set(c).health()).isEqualTo(Health.COMPLETE);
    }

    @Test
    void of_an_array_of_mirrors_only_the_one_with_the_lost_disk_is_degraded() throws Exception {
        CorpusDisks<AsrMetadata> c = load("raid10-4disk");
        apply(c, fail("sdc"));
        for (String disk : List.of("sda", "sdb", "sdd")) {
            assertThat(states(c, disk, 7)).as(disk).containsExactly(1, 0, 0, 0, 1, 3, 0);
            for (int i = 0; i < 7; i++) {
                assertThat(line(c, disk, i).u16(AsrTables.RAIDSEQ)).isEqualTo(2);
            }
        }
        assertThat(Expected.slots(set(c))).containsExactly("sda", "sdb", "- marked", "sdd");
    }

    @Test
    void a_disk_whose_line_was_dropped_is_replaced_by_one_with_a_line_behind_the_others() throws Exception {
        CorpusDisks<AsrMetadata> c = load("raid1-2disk").without("sdb");
        AsrTables.change(
                c, "sda", b -> AsrTables.newer(2, 5, Map.of(0, 1)).apply(b).with16(RaidTable.COUNT, 2));
        apply(c, new Change.Replace(MemberNames.missing(set(c)), c.disk(NEW)));
        assertThat(AsrTables.table(c, NEW).u16(RaidTable.COUNT)).isEqualTo(3);
        assertThat(line(c, NEW, 2).u32(0x10)).as("raidid").isEqualTo(1);
        assertThat(line(c, NEW, 2).i32(MAGIC)).isEqualTo(reserved(c, NEW).i32(0x40));
        assertThat(Expected.slots(set(c))).containsExactly("sda", "new rebuilding");
    }

    @Test
    void an_open_array_is_dirty_and_a_resync_builds_it() throws Exception {
        CorpusDisks<AsrMetadata> c = load("raid1-2disk");
        apply(c, new Change.Open(List.of(set(c).name()), false, false));
        for (String disk : List.of("sda", "sdb")) {
            assertThat(AsrTables.table(c, disk).u8(0x21)).isEqualTo(3);
            assertThat(line(c, disk, 0).u16(AsrTables.RAIDSEQ)).isEqualTo(2);
        }
        apply(c, observe(s -> s.withResync(Resync.RESYNCING)));
        assertThat(states(c, "sdb", 3)).containsExactly(0x0b, 0, 0);
        assertThat(AsrTables.table(c, "sdb").u8(0x21)).isZero();
        assertThat(set(c).resync()).isEqualTo(Resync.RESYNCING);
        apply(c, observe(s -> s.withResync(Resync.CLEAN)));
        assertThat(states(c, "sdb", 3)).containsExactly(0, 0, 0);
        assertThat(set(c).resync()).isEqualTo(Resync.CLEAN);
    }

    @Test
    void a_name_is_padded_with_blanks_and_in_all_lines_that_have_one() throws Exception {
        CorpusDisks<AsrMetadata> c = load("raid1-2disk");
        apply(c, new Change.Rename(set(c).name(), "other"));
        for (int i = 0; i < 3; i++) {
            assertThat(line(c, "sdb", i).text(0x30, 16)).isEqualTo("other           ");
        }
        assertThat(set(c).name()).isEqualTo("asr_other");
        CorpusDisks<AsrMetadata> ibm = load("name-only-in-logical-line");
        apply(ibm, new Change.Rename(set(ibm).name(), "other"));
        assertThat(line(ibm, "sda", 0).text(0x30, 16)).isEqualTo("other           ");
        assertThat(line(ibm, "sda", 1).slice(0x30, 16).isZero()).isTrue();
        assertThat(set(ibm).label()).isEqualTo("other");
        assertThat(codes(group(c), new Change.Rename(set(c).name(), "x".repeat(16))))
                .isEmpty();
        assertThat(codes(group(c), new Change.Rename(set(c).name(), "x".repeat(17))))
                .containsExactly("asr.name");
        assertThat(codes(group(c), new Change.Rename(set(c).name(), ""))).containsExactly("asr.name");
    }

    /** But for its capacity, which dmraid's spares have with the table on it, and the identity. */
    @Test
    void a_spare_is_one_for_any_array_as_dmraid_writes_it() throws Exception {
        CorpusDisks<AsrMetadata> c = load("raid1-2disk-plus-global-spare");
        Update update = apply(c, new Change.AddSpare(c.disk(NEW)));
        assertThat(touched(update)).containsExactly(NEW);
        for (int i = 0; i < 2; i++) {
            Block theirs = line(c, "sdc", i);
            Block ours = line(c, NEW, i);
            assertThat(ours.u32(0x18)).isEqualTo(204800 - 17);
            assertThat(ours.with32(0x18, 204800).with32(MAGIC, theirs.i32(MAGIC)))
                    .isEqualTo(theirs);
        }
        assertThat(line(c, NEW, 0).i32(MAGIC)).isEqualTo(-1);
        assertThat(line(c, NEW, 1).i32(MAGIC))
                .isEqualTo(reserved(c, NEW).i32(0x40))
                .isNotIn(0, -1);
        assertThat(AsrTables.table(c, NEW).i32(0x28)).as("raidmagic").isEqualTo(-1);
        assertSumIsRight(c, NEW);
        Group spares = c.assemble().groups().stream()
                .filter(g -> g.spares().contains(c.disk(NEW)))
                .findFirst()
                .orElseThrow();
        assertThat(spares.spares()).extracting(DiskInfo::name).containsExactly(NEW, "sdc");
    }

    @Test
    void a_dedicated_spare_that_takes_a_place_is_none_any_more() throws Exception {
        CorpusDisks<AsrMetadata> c = load("raid1-2disk-plus-dedicated-spare");
        apply(c, replace("sda", c.disk("sdc")));
        assertThat(Expected.slots(set(c))).containsExactly("sdc rebuilding", "sdb");
        assertThat(group(c).spares()).isEmpty();
        for (String disk : List.of("sdb", "sdc")) {
            Block table = AsrTables.table(c, disk);
            assertThat(table.u16(RaidTable.COUNT)).isEqualTo(3);
            assertThat(table.slice(0x23, 9).isZero())
                    .as("spareid, sparedrivemagic, raidmagic")
                    .isTrue();
            assertThat(table.slice(64 + 3 * 64, 64).isZero())
                    .as("what was the line of the spare")
                    .isTrue();
            assertSumIsRight(c, disk);
        }
    }

    @Test
    void a_dedicated_spare_stays_in_the_table_when_a_member_fails() throws Exception {
        CorpusDisks<AsrMetadata> c = load("raid1-2disk-plus-dedicated-spare");
        apply(c, fail("sda"));
        assertThat(group(c).spares()).extracting(DiskInfo::name).containsExactly("sdc");
        assertThat(Expected.slots(set(c))).containsExactly("- marked", "sdb");
    }

    /** The reserved block first: without it the table is not looked at. Other formats keep theirs in front of it. */
    @Test
    void a_disk_that_leaves_loses_its_last_17_sectors() throws Exception {
        CorpusDisks<AsrMetadata> c = load("raid1-2disk-member-failed-known-to-survivor-only");
        c.put("sdb", 204798, "x".repeat(512).getBytes(StandardCharsets.US_ASCII));
        Update update = encode(group(c), new Change.Remove(c.disk("sdb")));
        assertThat(update.images().get("sdb"))
                .extracting(Image::extent)
                .containsExactly(new Extent(204799, 1), new Extent(204783, 16));
        c.write(update, Duty.values());
        assertThat(c.reading("sdb")).isInstanceOf(Reading.Absent.class);
        assertThat(Block.copyOf(c.get("sdb", new Extent(204783, 17))).isZero()).isTrue();
        assertThat(touched(update)).containsExactly("sdb");
    }

    @Test
    void an_array_that_shares_its_table_is_only_read() {
        CorpusDisks<AsrMetadata> c = load("raid1-2disk");
        Block other = line(c, "sda", 0).with32(MAGIC, 0x77777777);
        Block disk = line(c, "sda", 1).with32(MAGIC, 0x88888888);
        AsrTables.changeAll(
                c.without(NEW),
                b -> b.with16(RaidTable.COUNT, 5).with(64 + 3 * 64, other).with(64 + 4 * 64, disk));
        assertThat(group(c).blocked()).isEmpty();
        assertThat(group(c).writer()).isEmpty();
        assertThat(c.codes()).containsExactly("asr.read-only");
    }

    @Test
    void a_mirror_none_of_whose_stripes_is_whole_is_only_read() {
        CorpusDisks<AsrMetadata> c = load("raid01-4disk").without("sda").without("sdd");
        assertThat(set(c).health()).isEqualTo(Health.DEGRADED);
        assertThat(group(c).writer()).isEmpty();
        assertThat(c.codes()).containsExactly("asr.read-only");
        assertThat(group(load("raid01-4disk")).writer()).isPresent();
    }

    /** Behind it a change would be older than what it changes. */
    @Test
    void the_last_raidseq_is_only_read() throws Exception {
        CorpusDisks<AsrMetadata> c = load("raid1-2disk").without(NEW);
        AsrTables.changeAll(c, AsrTables.newer(3, 0xfffe, Map.of()));
        apply(c, observe(s -> with(s, State.REBUILDING, "sdb")));
        assertThat(line(c, "sda", 0).u16(AsrTables.RAIDSEQ)).isEqualTo(0xffff);
        assertThat(group(c).writer()).isEmpty();
    }

    @Test
    void a_wrong_sum_is_made_right() throws Exception {
        CorpusDisks<AsrMetadata> c = load("bad-checksum-v1-only-warned");
        apply(c, new Change.Open(List.of(set(c).name()), true, false));
        assertSumIsRight(c, "sda");
    }

    @Test
    void nothing_is_written_when_nothing_changes() throws Exception {
        CorpusDisks<AsrMetadata> c = load("raid1-3disk");
        assertThat(encode(group(c), observe(s -> s)).stages()).isEmpty();
    }

    @Test
    void what_cannot_be_told_is_refused() throws Exception {
        CorpusDisks<AsrMetadata> c = load("raid1-2disk");
        c.add(new DiskInfo("small", 204672 + 16, 512, "S", null, "", null, false));
        c.add(new DiskInfo("fits", 204672 + 17, 512, "F", null, "", null, false));
        c.add(new DiskInfo("large", (1L << 32) + 17, 512, "L", null, "", null, false));
        c.add(new DiskInfo("largest", (1L << 32) + 16, 512, "M", null, "", null, false));
        c.add(new DiskInfo("big-sectors", 409600, 4096, "B", null, "", null, false));
        assertThat(codes(group(c), replace("sdb", c.disk("small")))).containsExactly("asr.disk-too-small");
        assertThat(codes(group(c), replace("sdb", c.disk("fits")))).isEmpty();
        assertThat(codes(group(c), replace("sdb", c.disk("large")))).containsExactly("asr.disk-too-large");
        assertThat(codes(group(c), replace("sdb", c.disk("largest")))).isEmpty();
        Group t0 = group(c);
        Group t1 = t0.withSpare(c.disk("big-sectors"));
        assertThat(t0.known().check(Delta.between(t0, t1)))
                .extracting(Finding::code)
                .containsExactly("asr.sector-size");
        assertThat(codes(group(load("raid0-2disk-chunk128")), observe(s -> s.withResync(Resync.DIRTY))))
                .containsExactly("asr.level");
        assertThat(codes(group(load("raid01-4disk")), observe(s -> with(s, State.REBUILDING, "sdb"))))
                .containsExactly("asr.stripe");
        assertThat(line(c, "sda", 0).u16(COUNT)).isEqualTo(2);
    }

    /** How the metadata call who is missing. */
    private static final class MemberNames {
        static MemberName missing(RaidSet set) {
            return set.leaves()
                    .filter(Component.Missing.class::isInstance)
                    .map(m -> new MemberName.OfLabel(((Component.Missing) m).label()))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
