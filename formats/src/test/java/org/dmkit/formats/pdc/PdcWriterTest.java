package org.dmkit.formats.pdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.Changes.fail;
import static org.dmkit.formats.Changes.observe;
import static org.dmkit.formats.Changes.replace;
import static org.dmkit.formats.Changes.with;
import static org.dmkit.formats.Encoding.codes;
import static org.dmkit.formats.Encoding.encode;
import static org.dmkit.formats.Encoding.touched;
import static org.dmkit.formats.pdc.PdcDisks.FORMAT;
import static org.dmkit.formats.pdc.PdcDisks.change;
import static org.dmkit.formats.pdc.PdcDisks.load;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.raid.assemble.Block;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a change writes on which disk, field by field as the facts of the format have it. */
class PdcWriterTest {
    private static final String NEW = "new";
    private static final long NONE = 0xffff_ffffL;

    private static CorpusDisks<PdcDisk> withNew(String name) {
        CorpusDisks<PdcDisk> c = load(name);
        long sectors = c.disks().getFirst().sectors();
        c.add(new DiskInfo(NEW, sectors, 512, "NEW-1", null, "SIM 1", null, false));
        return c;
    }

    private static Group group(CorpusDisks<PdcDisk> c) {
        List<Group> groups =
                c.assemble().groups().stream().filter(g -> !g.sets().isEmpty()).toList();
        assertThat(groups).hasSize(1);
        return groups.getFirst();
    }

    private static RaidSet set(CorpusDisks<PdcDisk> c) {
        return group(c).sets().getFirst();
    }

    private static Update apply(CorpusDisks<PdcDisk> c, Change change) throws RefusedException {
        Update update = encode(group(c), change);
        c.write(update, Duty.values());
        return update;
    }

    private static Block block(CorpusDisks<PdcDisk> c, String disk, int fromEnd) {
        return Block.copyOf(c.get(disk, new Extent(c.disk(disk).sectors() - fromEnd, 4)));
    }

    private static Block block(CorpusDisks<PdcDisk> c, String disk) {
        return block(c, disk, 63);
    }

    static List<String> all() {
        return CorpusDisks.names(FORMAT);
    }

    /** What has a good checksum is the same after it was decoded and encoded. */
    @ParameterizedTest
    @MethodSource("all")
    void blocks_are_encoded_as_they_were(String name) {
        CorpusDisks<PdcDisk> c = load(name);
        for (Reading.Found<PdcDisk> f : c.found()) {
            new PdcWriter()
                    .images(f.disk(), f.metadata())
                    .forEach(i -> assertThat(i.bytes()).isEqualTo(c.get(f.disk().name(), i.extent())));
            f.metadata().blocks().forEach(b -> assertThat(b.sealed()).isEqualTo(b));
        }
    }

    @Test
    void survivors_call_the_lost_disk_failed_in_the_next_generation_and_it_does_so_itself_in_the_old()
            throws Exception {
        CorpusDisks<PdcDisk> c = withNew("raid1-3");
        CorpusDisks<PdcDisk> before = c.copy();
        Update update = apply(c, fail("sdb"));
        assertThat(update.stages())
                .extracting(s -> Set.copyOf(s.images().keySet()))
                .containsExactly(Set.of("sda", "sdc"), Set.of("sdb"));
        assertThat(update.stages()).extracting(Update.Stage::duty).containsExactly(Duty.MUST, Duty.BEST_EFFORT);
        for (String disk : List.of("sda", "sdc")) {
            Block b = block(c, disk);
            assertThat(b.u16(0x21c)).as("generation").isEqualTo(18);
            assertThat(b.u8(0x234 + 12)).as("flags of member 1").isEqualTo(0x65);
            assertThat(b.u8(0x234)).isEqualTo(0x07);
            assertThat(b.u8(0x21e)).as("degraded beside what an old BIOS has").isEqualTo(0x9f);
            assertThat(b.u8(0x204)).isEqualTo(0x07);
            assertThat(b.u32(0x218)).isEqualTo(NONE);
            // Nothing is under way: filler as before.
            assertThat(b.slice(0x2d4, 12)).isEqualTo(block(before, disk).slice(0x2d4, 12));
        }
        Block lost = block(c, "sdb");
        assertThat(lost.u16(0x21c)).isEqualTo(17);
        assertThat(lost.u8(0x204)).isEqualTo(0x67);
        assertThat(lost.u8(0x234 + 12)).isEqualTo(0x67);
        assertThat(group(c).stale()).extracting(DiskInfo::name).containsExactly("sdb");
    }

    /** Only the second sector, whose fields they are, and the last one with the sum; no byte beside the fields. */
    @Test
    void nothing_else_is_changed() throws Exception {
        CorpusDisks<PdcDisk> c = withNew("raid1-3");
        Block before = block(c, "sda");
        apply(c, fail("sdb"));
        Block after = block(c, "sda");
        var differing = new TreeSet<Integer>();
        for (int at = 0; at < 0x7fc; at++) {
            if (before.u8(at) != after.u8(at)) {
                differing.add(at);
            }
        }
        assertThat(differing).containsExactly(0x21c, 0x21e, 0x234 + 12);
        long sum = 0;
        for (int at = 0; at < 0x7fc; at += 4) {
            sum += after.u32(at);
        }
        assertThat(after.u32(0x7fc)).isEqualTo(sum & NONE);
    }

    @Test
    void a_lost_disk_that_did_not_hear_of_it_is_stale_when_it_returns() throws Exception {
        CorpusDisks<PdcDisk> c = withNew("raid1-2");
        c.write(encode(group(c), fail("sdb")), Duty.MUST);
        assertThat(Expected.slots(set(c))).containsExactly("sda", "- marked");
        assertThat(c.codes()).containsExactly("pdc.stale");
    }

    @Test
    void a_disk_that_was_absent_already_is_called_missing() throws Exception {
        CorpusDisks<PdcDisk> c = load("raid1-3");
        CorpusDisks<PdcDisk> away = c.copy().without("sdb");
        apply(away, new Change.Open(List.of(set(away).name()), true, false));
        assertThat(block(away, "sda").u8(0x234 + 12)).isEqualTo(0x05);
        away.add(c.disk("sdb"));
        for (int i = 0; i < 4; i++) {
            long lba = c.disk("sdb").sectors() - 63 + i;
            away.put("sdb", lba, c.get("sdb", new Extent(lba, 1)));
        }
        assertThat(Expected.slots(set(away))).containsExactly("sda", "- marked", "sdc");
        assertThat(away.codes()).containsExactly("pdc.stale");
    }

    @Test
    void a_newcomer_is_redirected_from_0_on_with_an_id_of_its_own() throws Exception {
        CorpusDisks<PdcDisk> c = withNew("raid5-3");
        long oldId = block(c, "sdb").i64(0x208);
        Update update = apply(c, replace("sdb", c.disk(NEW)));
        assertThat(update.stages())
                .extracting(s -> Set.copyOf(s.images().keySet()))
                .as("survivors, then the newcomer, then the lost one")
                .containsExactly(Set.of("sda", "sdc"), Set.of(NEW), Set.of("sdb"));
        Block b = block(c, NEW);
        long id = b.i64(0x208);
        assertThat(id)
                .isNotIn(
                        0L,
                        -1L,
                        oldId,
                        block(c, "sda").i64(0x208),
                        block(c, "sdc").i64(0x208));
        assertThat(b.u8(0x204)).isEqualTo(0x27);
        assertThat(b.u8(0x205)).isEqualTo(1);
        assertThat(b.u32(0x210)).isZero();
        assertThat(b.u32(0x214)).isEqualTo(312450688);
        assertThat(b.u32(0x218)).as("disk_rebuild").isZero();
        assertThat(b.u32(0x37a)).as("its high word").isZero();
        for (String disk : List.of("sda", "sdc", NEW)) {
            Block told = block(c, disk);
            assertThat(told.u16(0x21c)).isEqualTo(18);
            assertThat(told.u8(0x234 + 12)).isEqualTo(0x27);
            assertThat(told.i64(0x234 + 16)).isEqualTo(id);
            assertThat(told.u8(0x21e)).isEqualTo(0x9f);
            assertThat(told.u32(0x2d4)).as("magic_3: rebuild").isEqualTo(0x03040010);
            assertThat(told.i64(0x2d8)).isZero();
        }
        assertThat(block(c, "sda").u32(0x218)).isEqualTo(NONE);

        apply(c, observe(s -> s.withMembers(State.IN_SYNC)));
        for (String disk : List.of("sda", "sdc", NEW)) {
            Block told = block(c, disk);
            assertThat(told.u16(0x21c)).isEqualTo(19);
            assertThat(told.u8(0x204)).isEqualTo(0x07);
            assertThat(told.u8(0x234 + 12)).isEqualTo(0x07);
            assertThat(told.u32(0x218)).isEqualTo(NONE);
            assertThat(told.u32(0x37a)).isEqualTo(NONE);
            assertThat(told.u8(0x21e)).isEqualTo(0x8f);
            assertThat(told.u32(0x2d4)).isEqualTo(0x03000000);
            assertThat(told.i64(0x2d8)).isEqualTo(-1);
        }
        assertThat(set(c).health()).isEqualTo(Health.COMPLETE);
    }

    /** The old form has filler in what only new blocks have, and the id of the disk a second time. */
    @Test
    void a_newcomer_to_an_old_set_is_of_the_old_form() throws Exception {
        CorpusDisks<PdcDisk> c = withNew("raid1-2");
        Block old = block(c, "sda");
        apply(c, replace("sdb", c.disk(NEW)));
        Block b = block(c, NEW);
        assertThat(b.i64(0x1c)).isEqualTo(b.i64(0x208));
        assertThat(b.u32(0x210)).isEqualTo(0xedeeeff0L);
        assertThat(b.slice(0x372, 12)).isEqualTo(old.slice(0x372, 12));
        assertThat(b.u32(0x218)).isZero();
        assertThat(b.slice(0x2e0, 0x8c)).isEqualTo(old.slice(0x2e0, 0x8c));
        assertThat(set(c).member(c.disk(NEW)).orElseThrow().extent()).isEqualTo(new Extent(0, 312450736));
    }

    /** The high words of old blocks are filler together or not at all. */
    @Test
    void a_high_word_makes_the_others_numbers() {
        var old = new PdcBlock(block(load("raid1-2"), "sda"), 0);
        PdcBlock far = old.withData(1L << 33, 312450736);
        assertThat(far.diskOffset()).isEqualTo(1L << 33);
        assertThat(far.diskSectors()).isEqualTo(312450736);
        assertThat(far.block().u32(0x372)).isEqualTo(2);
        assertThat(far.block().u32(0x376)).isZero();
        assertThat(far.block().u32(0x37a)).isEqualTo(NONE);
    }

    /** FreeBSD's case has the position on the good member too. */
    @Test
    void a_member_in_sync_has_nothing_to_rebuild() throws Exception {
        CorpusDisks<PdcDisk> c = load("raid1-2-rebuilding-member");
        assertThat(block(c, "sda").u32(0x218)).isEqualTo(100000000);
        apply(c, new Change.Open(List.of(set(c).name()), false, false));
        assertThat(block(c, "sda").u32(0x218)).isEqualTo(NONE);
        assertThat(block(c, "sda").u32(0x37a)).isEqualTo(NONE);
        // The kernel begins anew.
        assertThat(block(c, "sdb").u32(0x218)).isZero();
        assertThat(block(c, "sdb").u8(0x204)).isEqualTo(0x27);
    }

    @Test
    void a_member_is_rebuilt_in_its_place_and_keeps_its_id() throws Exception {
        CorpusDisks<PdcDisk> c = load("raid1-2");
        long id = block(c, "sdb").i64(0x208);
        apply(c, observe(s -> with(s, State.REBUILDING, "sdb")));
        assertThat(block(c, "sdb").i64(0x208)).isEqualTo(id);
        assertThat(block(c, "sda").u8(0x234 + 12)).isEqualTo(0x27);
        assertThat(Expected.slots(set(c))).containsExactly("sda", "sdb rebuilding");
        apply(c, observe(s -> s.withMembers(State.IN_SYNC)));
        assertThat(set(c).health()).isEqualTo(Health.COMPLETE);
    }

    @Test
    void an_open_set_is_marked_and_a_resync_is_told() throws Exception {
        CorpusDisks<PdcDisk> c = load("raid5-3");
        String name = set(c).name();
        apply(c, new Change.Open(List.of(name), false, false));
        assertThat(block(c, "sdb").u8(0x21e)).as("marked").isEqualTo(0xaf);
        assertThat(set(c).resync()).isEqualTo(Resync.DIRTY);
        apply(c, observe(s -> s.withResync(Resync.RESYNCING)));
        assertThat(block(c, "sdb").u8(0x21e)).isEqualTo(0x8f);
        assertThat(block(c, "sdb").u32(0x2d4)).isEqualTo(0x03040008);
        assertThat(block(c, "sdb").i64(0x2d8)).isZero();
        apply(c, observe(s -> s.withResync(Resync.CLEAN)));
        assertThat(block(c, "sdb").u32(0x2d4)).isEqualTo(0x03000000);
        assertThat(block(c, "sdb").i64(0x2d8)).isEqualTo(-1);
        assertThat(set(c).resync()).isEqualTo(Resync.CLEAN);
    }

    @Test
    void the_generation_wraps_at_16_bits() throws Exception {
        CorpusDisks<PdcDisk> c = load("raid1-2");
        change(c, "sda", b -> b.with16(0x21c, 0xffff));
        change(c, "sdb", b -> b.with16(0x21c, 0xffff));
        c.write(encode(group(c), fail("sdb")), Duty.MUST);
        assertThat(block(c, "sda").u16(0x21c)).isZero();
        assertThat(Expected.slots(set(c))).containsExactly("sda", "- marked");
    }

    /** Of a stripe one member may be behind; the next generation follows the newest, on this side of the wrap or the other. */
    @Test
    void the_next_generation_follows_the_newest_member() throws Exception {
        CorpusDisks<PdcDisk> c = load("raid0-2-odd-total");
        change(c, "sda", b -> b.with16(0x21c, 0xffff));
        change(c, "sdb", b -> b.with16(0x21c, 1));
        apply(c, new Change.Rename(set(c).name(), "other"));
        assertThat(block(c, "sda").u16(0x21c)).isEqualTo(2);
        assertThat(block(c, "sdb").u16(0x21c)).isEqualTo(2);
    }

    @Test
    void a_name_is_padded_with_blanks() throws Exception {
        CorpusDisks<PdcDisk> c = load("raid1-2");
        apply(c, new Change.Rename(set(c).name(), "Mirror of mine"));
        for (String disk : List.of("sda", "sdb")) {
            assertThat(block(c, disk).text(0x294, 32)).isEqualTo("Mirror of mine" + " ".repeat(18));
        }
        assertThat(set(c).label()).isEqualTo("Mirror of mine");
        String longest = "x".repeat(32);
        assertThat(codes(group(c), new Change.Rename(set(c).name(), longest))).isEmpty();
        assertThat(codes(group(c), new Change.Rename(set(c).name(), longest + "x")))
                .containsExactly("pdc.name");
        assertThat(codes(group(c), new Change.Rename(set(c).name(), "\u00e4"))).containsExactly("pdc.name");
    }

    @Test
    void a_spare_is_a_record_without_a_volume() throws Exception {
        CorpusDisks<PdcDisk> c = withNew("raid1-2-and-graid-spare");
        Block theirs = block(c, "sdc");
        Update update = apply(c, new Change.AddSpare(c.disk(NEW)));
        assertThat(touched(update)).containsExactly(NEW);
        Block ours = block(c, NEW);
        for (int at = 0; at < 0x7fc; at += 4) {
            boolean id = at == 0x208 || at == 0x20c;
            if (id) {
                assertThat(ours.u32(at)).as("of its own").isNotEqualTo(theirs.u32(at));
            } else {
                assertThat(ours.u32(at)).as("at 0x%x", at).isEqualTo(theirs.u32(at));
            }
        }
        Group spare = c.assemble().groups().stream()
                .filter(g -> g.spares().contains(c.disk(NEW)))
                .findFirst()
                .orElseThrow();
        assertThat(spare.sets()).isEmpty();
        c.write(encode(spare, new Change.Remove(c.disk(NEW))), Duty.values());
        assertThat(c.reading(NEW)).isInstanceOf(Reading.Absent.class);
        assertThat(block(c, NEW).isZero()).isTrue();
    }

    @Test
    void a_spare_takes_a_place() throws Exception {
        CorpusDisks<PdcDisk> c = load("raid1-2-and-graid-spare");
        apply(c, replace("sda", c.disk("sdc")));
        assertThat(Expected.slots(set(c))).containsExactly("sdc rebuilding", "sdb");
        assertThat(c.assemble().groups()).allSatisfy(g -> assertThat(g.spares()).isEmpty());
    }

    /** dmraid -E leaves a second block behind; a first one before it would bring that back. */
    @Test
    void what_is_left_of_other_volumes_on_a_disk_that_joins_is_gone() throws Exception {
        CorpusDisks<PdcDisk> two = load("two-volumes-on-two-disks");
        CorpusDisks<PdcDisk> c = withNew("raid1-2");
        PdcDisks.put(c, NEW, c.disk(NEW).sectors() - 49, block(two, "sda", 49));
        assertThat(c.reading(NEW)).isInstanceOf(Reading.Absent.class);
        apply(c, replace("sdb", c.disk(NEW)));
        assertThat(group(c).sets()).hasSize(1);
        assertThat(c.assemble().groups()).hasSize(1);
        assertThat(block(c, NEW, 49).isZero()).isTrue();
    }

    @Test
    void a_disk_that_leaves_loses_all_its_blocks() throws Exception {
        CorpusDisks<PdcDisk> c = load("raid1-2-failed-member-present");
        Update update = apply(c, new Change.Remove(c.disk("sdb")));
        assertThat(touched(update)).containsExactly("sdb");
        assertThat(c.reading("sdb")).isInstanceOf(Reading.Absent.class);
    }

    /** sda and sdb are a stripe, sdc and sdd the other. */
    @Test
    void a_stripe_falls_with_its_disk_and_is_rebuilt_as_a_whole() throws Exception {
        CorpusDisks<PdcDisk> c = withNew("raid10-4");
        apply(c, fail("sdd"));
        assertThat(Expected.slots(set(c))).containsExactly("sda", "sdb", "sdc rebuilding", "- marked");
        assertThat(block(c, "sda").u8(0x234 + 2 * 12)).isEqualTo(0x27);
        assertThat(block(c, "sda").u8(0x234 + 3 * 12)).isEqualTo(0x65);
        apply(c, new Change.Replace(new MemberName.OfLabel(""), c.disk(NEW)));
        assertThat(Expected.slots(set(c))).containsExactly("sda", "sdb", "sdc rebuilding", "new rebuilding");
        assertThat(block(c, NEW).u8(0x205)).isEqualTo(3);
        assertThat(block(c, NEW).u32(0x214)).isEqualTo(624901376 / 2);
        apply(c, observe(s -> s.withMembers(State.IN_SYNC)));
        assertThat(set(c).health()).isEqualTo(Health.COMPLETE);
    }

    private static Map<String, Integer> generations(CorpusDisks<PdcDisk> c) {
        var generations = new TreeMap<String, Integer>();
        for (String disk : List.of("sda", "sdb")) {
            for (int fromEnd : new int[] {63, 49}) {
                generations.put(disk + "-" + fromEnd, block(c, disk, fromEnd).u16(0x21c));
            }
        }
        return generations;
    }

    @Test
    void of_two_volumes_on_the_same_disks_one_changes() throws Exception {
        CorpusDisks<PdcDisk> c = load("two-volumes-on-two-disks");
        Block first = block(c, "sda");
        String mirror = group(c).sets().getLast().name();
        apply(c, observe(s -> s.name().equals(mirror) ? with(s, State.REBUILDING, "sdb") : s));
        assertThat(generations(c)).isEqualTo(Map.of("sda-63", 17, "sda-49", 18, "sdb-63", 17, "sdb-49", 18));
        assertThat(block(c, "sda")).isEqualTo(first);
        assertThat(group(c).sets()).extracting(RaidSet::health).containsExactly(Health.COMPLETE, Health.DEGRADED);
    }

    /** Both mirrors, made of the two volumes of a case. */
    private static CorpusDisks<PdcDisk> twoMirrors() {
        CorpusDisks<PdcDisk> c = withNew("two-volumes-on-two-disks");
        for (String disk : List.of("sda", "sdb")) {
            change(c, disk, b -> b.with8(0x21f, 1).with8(0x222, 1).with32(0x224, 149999872));
        }
        assertThat(group(c).blocked()).isEmpty();
        return c;
    }

    @Test
    void a_disk_fails_and_is_replaced_in_both_of_its_volumes() throws Exception {
        CorpusDisks<PdcDisk> c = twoMirrors();
        apply(c, replace("sdb", c.disk(NEW)));
        assertThat(group(c).sets())
                .extracting(Expected::slots)
                .containsExactly(List.of("sda", "new rebuilding"), List.of("sda", "new rebuilding"));
        assertThat(group(c).sets())
                .extracting(s -> s.member(c.disk(NEW)).orElseThrow().extent().lba())
                .containsExactly(0L, 150000128L);
        assertThat(block(c, "sda").u16(0x21c)).isEqualTo(18);
        assertThat(block(c, "sda", 49).u16(0x21c)).isEqualTo(18);
        for (int fromEnd : new int[] {63, 49}) {
            assertThat(block(c, "sdb", fromEnd).u8(0x204)).as("told itself").isEqualTo(0x67);
        }
        assertThat(block(c, NEW, 35).isZero()).isTrue();
        apply(c, replace(NEW, c.disk("sdb")));
        apply(c, observe(s -> s.withMembers(State.IN_SYNC)));
        assertThat(group(c).sets()).extracting(RaidSet::health).containsOnly(Health.COMPLETE);
        assertThat(group(c).stale()).extracting(DiskInfo::name).containsExactly(NEW);
    }

    @Test
    void the_second_volume_moves_up_when_the_first_is_deleted() throws Exception {
        CorpusDisks<PdcDisk> c = load("two-volumes-first-slot-not-at-front");
        Block second = block(c, "sda", 49);
        List<RaidSet> sets = group(c).sets();
        apply(c, new Change.Delete(sets.getFirst().name()));
        assertThat(group(c).sets()).isEqualTo(sets.subList(1, 2));
        assertThat(block(c, "sda")).isEqualTo(second);
        assertThat(block(c, "sda", 49).isZero()).isTrue();
        apply(c, new Change.Delete(sets.getLast().name()));
        assertThat(c.found()).isEmpty();
    }

    @Test
    void the_first_volume_stays_when_the_second_is_deleted() throws Exception {
        CorpusDisks<PdcDisk> c = load("two-volumes-on-two-disks");
        Block first = block(c, "sda");
        List<RaidSet> sets = group(c).sets();
        apply(c, new Change.Delete(sets.getLast().name()));
        assertThat(group(c).sets()).isEqualTo(sets.subList(0, 1));
        assertThat(block(c, "sda")).isEqualTo(first);
        assertThat(block(c, "sda", 49).isZero()).isTrue();
    }

    /** Only the low half of the id makes the name. */
    @Test
    void volumes_of_one_name_on_the_same_disks_are_only_read() {
        CorpusDisks<PdcDisk> c = load("two-volumes-on-two-disks");
        for (String disk : List.of("sda", "sdb")) {
            long id = block(c, disk).i64(0x22c) ^ (1L << 40);
            change(c, disk, c.disk(disk).sectors() - 49, b -> b.with64(0x22c, id));
        }
        assertThat(group(c).sets()).hasSize(2);
        assertThat(group(c).writer()).isEmpty();
        assertThat(c.codes()).contains("pdc.same-name");
    }

    /** Sets that are called alike on disks of their own can be changed. */
    @Test
    void volumes_of_one_name_on_other_disks_are_told_apart() throws Exception {
        CorpusDisks<PdcDisk> c = load("two-sets-same-low-volume-id");
        for (Group t0 : c.assemble().groups()) {
            String last = t0.disks().getLast().name();
            c.write(encode(t0, fail(last)), Duty.values());
        }
        assertThat(c.assemble().groups()).hasSize(2).allSatisfy(g -> {
            assertThat(g.stale()).hasSize(1);
            assertThat(g.sets().getFirst().health()).isEqualTo(Health.DEGRADED);
        });
    }

    @Test
    void nothing_is_written_when_nothing_changes() throws Exception {
        CorpusDisks<PdcDisk> c = load("raid1-3");
        assertThat(encode(group(c), observe(s -> s)).stages()).isEmpty();
    }

    @Test
    void what_cannot_be_told_is_refused() throws Exception {
        CorpusDisks<PdcDisk> c = withNew("raid1-3");
        c.add(new DiskInfo("small", 312450736 + 62, 512, "S", null, "", null, false));
        c.add(new DiskInfo("fits", 312450736 + 63, 512, "F", null, "", null, false));
        assertThat(codes(group(c), replace("sdb", c.disk("small")))).containsExactly("pdc.disk-too-small");
        assertThat(codes(group(c), replace("sdb", c.disk("fits")))).isEmpty();
        assertThat(codes(group(load("raid0-2-odd-total")), observe(s -> s.withResync(Resync.DIRTY))))
                .containsExactly("pdc.level");
        assertThat(codes(group(load("raid10-4")), observe(s -> with(s, State.REBUILDING, "sdb"))))
                .containsExactly("pdc.stripe");
        assertThat(codes(group(load("duplicate-member")), observe(s -> s.withResync(Resync.RESYNCING))))
                .contains("pdc.blocked");
        assertThat(codes(
                        group(c),
                        observe(s -> new RaidSet(s.name(), s.label(), s.level(), 0, 8, s.components(), s.resync()))))
                .containsExactly("pdc.geometry");
    }
}
