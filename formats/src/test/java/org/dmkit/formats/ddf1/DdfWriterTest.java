package org.dmkit.formats.ddf1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.ddf1.DdfChanges.fail;
import static org.dmkit.formats.ddf1.DdfChanges.observed;
import static org.dmkit.formats.ddf1.DdfChanges.rebuilt;
import static org.dmkit.formats.ddf1.DdfChanges.replace;
import static org.dmkit.formats.ddf1.DdfChanges.wish;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.formats.ddf1.DdfHeader.Section;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a single verb writes, field by field as the fact sheet has them of mdadm. */
class DdfWriterTest {
    private static final long SECTORS = 163840;

    // Offsets in entries and records, from the facts.
    private static final int PD_REFERENCE = 24;
    private static final int PD_TYPE = 28;
    private static final int PD_STATE = 30;
    private static final int PD_SIZE = 32;
    private static final int VD_STATE = 32;
    private static final int VD_INIT = 33;

    private static DdfDisk on(DdfChanges c, String disk) {
        return DdfSectors.metadata(c.disks(), disk);
    }

    private static Block entry(Block section, int index) {
        return section.slice(64 + 64 * index, 64);
    }

    private static Block pd(DdfChanges c, String disk, int index) {
        return entry(on(c, disk).physicalSection(), index);
    }

    private static Block vd(DdfChanges c, String disk, int index) {
        return entry(on(c, disk).virtualSection(), index);
    }

    private static Block record(DdfChanges c, String disk) {
        return on(c, disk).records().getFirst().block();
    }

    /** As all disks of a container tell it, type and state in hexadecimal. */
    private static List<String> disks(DdfChanges c, String disk, int count) {
        return Stream.iterate(0, i -> i < count, i -> i + 1)
                .map(i -> pd(c, disk, i))
                .map(e -> String.format("%x/%x", e.u16(PD_TYPE), e.u16(PD_STATE)))
                .toList();
    }

    private static List<Long> references(DdfChanges c, String disk, int count) {
        return Stream.iterate(0, i -> i < count, i -> i + 1)
                .map(i -> record(c, disk).u32(512 + 4 * i))
                .toList();
    }

    private static List<String> slots(DdfChanges c) {
        return Expected.slots(c.disks().set());
    }

    /** What a change writes on a disk. */
    private static List<Image> written(DdfChanges c, Change change, String disk) throws RefusedException {
        return Objects.requireNonNull(c.update(change).images().get(disk));
    }

    /** Both copies tell the same, with checksums that another way of reckoning finds right. */
    private static void mustBeWhole(DdfChanges c, String disk) {
        DdfDisk d = on(c, disk);
        var copies = new ArrayList<List<Block>>();
        for (DdfHeader header : d.copies()) {
            assertThat(header.open()).isFalse();
            assertThat(DdfSectors.sealed(header.block())).isEqualTo(header.block());
            var sections = new ArrayList<Block>();
            for (Section section :
                    List.of(Section.PHYSICAL_DISKS, Section.VIRTUAL_DISKS, Section.CONFIGURATION, Section.DISK_DATA)) {
                long lba = DdfSectors.lba(header) + header.offset(section);
                sections.add(Block.copyOf(c.disks().corpus().get(disk, new Extent(lba, header.length(section)))));
            }
            sections.add(header.block().with8(112, 0).with32(4, 0));
            copies.add(sections);
        }
        assertThat(copies).as("copies of %s", disk).allMatch(copies.getFirst()::equals);
        Stream.concat(
                        Stream.of(d.physicalSection(), d.virtualSection(), d.diskData()),
                        d.records().stream().map(ConfigRecord::block))
                .forEach(s -> assertThat(DdfSectors.sealed(s)).isEqualTo(s));
    }

    // --- losses

    @Test
    void a_failed_member_is_told_in_the_tables_of_all_others() throws RefusedException {
        var c = DdfChanges.of("mdadm-raid5-ls-3");
        List<Long> members = references(c, "sda", 3);
        long sequence = record(c, "sda").u32(36);
        c.run(fail("sdb"));
        for (String disk : List.of("sda", "sdc")) {
            assertThat(disks(c, disk, 3)).containsExactly("3/1", "3/3", "3/1");
            assertThat(vd(c, disk, 0).u8(VD_STATE)).isEqualTo(1);
            assertThat(vd(c, disk, 0).u8(VD_INIT)).isEqualTo(2);
            assertThat(record(c, disk).u32(36)).isEqualTo(sequence + 1);
            assertThat(references(c, disk, 3)).isEqualTo(members);
            assertThat(on(c, disk).active().sequence()).isEqualTo(4);
            mustBeWhole(c, disk);
        }
        assertThat(on(c, "sdb").active().sequence()).isEqualTo(3);
        assertThat(slots(c)).containsExactly("sdc", "sda", "- marked");
        assertThat(c.disks().group().stale()).extracting(DiskInfo::name).containsExactly("sdb");
    }

    @Test
    void only_sectors_that_differ_are_written_and_of_a_copy_its_header_last() throws RefusedException {
        var c = DdfChanges.of("mdadm-raid1-2");
        List<Image> images = written(c, fail("sdb"), "sda");
        // Tables at 2 and 130, records at 162, in each copy; mdadm's copies lie so far from the end.
        assertThat(images)
                .extracting(i -> SECTORS - i.lba())
                .containsExactly(
                        65536L - 2, 65536L - 130, 65536L - 162, 65536L, 32768L - 2, 32768L - 130, 32768L - 162, 32768L);
        assertThat(images).allMatch(i -> i.extent().count() == 1);
    }

    @Test
    void the_copy_that_is_believed_is_written_last() throws RefusedException {
        var c = DdfChanges.of("newer-secondary");
        DdfHeader other = on(c, "sdb").copies().getFirst();
        DdfSectors.flip(c.disks(), "sdb", DdfSectors.lba(other) + other.offset(Section.CONFIGURATION) + 1, 300);
        Group t0 = c.disks().group();
        List<Image> images = written(c, observed(s -> s.withResync(Resync.DIRTY)), "sdb");
        long secondary = on(c, "sdb").anchor().secondaryLba();
        long primary = on(c, "sdb").anchor().primaryLba();
        assertThat(on(c, "sdb").active().type()).isEqualTo(DdfHeader.SECONDARY);
        assertThat(images.getLast().lba()).isEqualTo(secondary);
        assertThat(images.stream().map(Image::lba).toList().indexOf(primary)).isBetween(1, images.size() - 2);
        c.run(observed(s -> s.withResync(Resync.DIRTY)));
        mustBeWhole(c, "sda");
        mustBeWhole(c, "sdb");
        assertThat(c.disks().group().sets())
                .isEqualTo(t0.mapSets(s -> s.withResync(Resync.DIRTY)).sets());
    }

    @Test
    void a_copy_whose_header_does_not_hold_is_left_alone() throws RefusedException {
        var c = DdfChanges.of("bad-primary-crc");
        long primary = on(c, "sdb").anchor().primaryLba();
        assertThat(written(c, fail("sda"), "sdb")).noneMatch(i -> i.lba() >= primary);
        c.run(fail("sda"));
        assertThat(slots(c)).containsExactly("- marked", "sdb");
    }

    @Test
    void a_lost_disk_is_told_if_it_answers() throws RefusedException {
        var c = DdfChanges.of("mdadm-raid1-2");
        Update update = c.update(fail("sdb"));
        assertThat(update.images()).containsOnlyKeys("sda");
        c.write(update.lostImages());
        assertThat(disks(c, "sdb", 2)).containsExactly("3/1", "3/3");
        mustBeWhole(c, "sdb");
        c.disks().without("sda");
        assertThat(c.disks().group().disks()).isEmpty();
    }

    @Test
    void an_absent_member_is_missing_and_keeps_its_place() throws RefusedException {
        var c = DdfChanges.of("mdadm-raid1-2");
        List<Long> members = references(c, "sda", 2);
        c.disks().without("sdb");
        c.run(observed(s -> s.mapLeaves(m -> m instanceof Component.Missing ? m.lost() : m)));
        assertThat(disks(c, "sda", 2)).containsExactly("3/1", "3/42");
        assertThat(references(c, "sda", 2)).isEqualTo(members);
        assertThat(vd(c, "sda", 0).u8(VD_STATE)).isEqualTo(1);
        assertThat(slots(c)).containsExactly("sda", "- marked");
    }

    /** Partially optimal is what can lose another disk yet. */
    @ParameterizedTest
    @CsvSource({
        "raid1-3, 5, 1",
        "mdadm-raid5-ls-3, 1, ",
        "mdadm-raid4-3, 1, ",
        "mdadm-raid6-5, 5, 1",
        "mdadm-raid10-6-3way, 5, 5",
        "raid10-4-srl-striped, 1, "
    })
    void the_state_of_a_volume_follows_from_its_disks(String name, int one, Integer two) throws RefusedException {
        var c = DdfChanges.of(name);
        c.run(fail("sda"));
        assertThat(vd(c, "sdb", 0).u8(VD_STATE)).isEqualTo(one);
        if (two != null) {
            c.run(fail("sdb"));
            assertThat(vd(c, "sdc", 0).u8(VD_STATE)).isEqualTo(two);
        }
    }

    @Test
    void a_stripe_below_a_mirror_falls_as_a_whole() throws RefusedException {
        var c = DdfChanges.of("raid01-4");
        c.run(fail("sdb"));
        assertThat(disks(c, "sdc", 4)).containsExactly("2/5", "2/3", "2/1", "2/1");
        assertThat(vd(c, "sdc", 0).u8(VD_STATE)).isEqualTo(5);
        assertThat(slots(c)).containsExactly("sda rebuilding", "- marked", "sdc", "sdd");
    }

    // --- rebuilds

    @Test
    void a_new_disk_has_entry_place_and_copies_of_its_own() throws RefusedException {
        var c = DdfChanges.of("mdadm-raid1-2");
        long lost = on(c, "sdb").reference();
        long stays = on(c, "sda").reference();
        DiskInfo disk = c.plug("new", SECTORS + 1000);
        c.run(replace("sdb", disk));
        long fresh = on(c, "new").reference();
        assertThat(fresh).isNotIn(0L, 0xffff_ffffL, lost, stays);
        for (String member : List.of("sda", "new")) {
            assertThat(disks(c, member, 3)).containsExactly("3/1", "5/b", "3/5");
            assertThat(references(c, member, 2)).containsExactly(stays, fresh);
            assertThat(record(c, member).u32(36)).isEqualTo(4);
            assertThat(record(c, member).u32(512 + 8)).isEqualTo(0xffff_ffffL);
            assertThat(vd(c, member, 0).u8(VD_STATE)).isEqualTo(1);
            mustBeWhole(c, member);
        }
        Block entry = pd(c, "new", 2);
        assertThat(entry.u32(PD_REFERENCE)).isEqualTo(fresh);
        assertThat(entry.i64(PD_SIZE)).isEqualTo(SECTORS + 1000 - 65536);
        assertThat(entry.slice(0, 24)).isEqualTo(on(c, "new").diskData().slice(8, 24));
        assertThat(on(c, "sda").physicalDisks().populated()).isEqualTo(3);
        DdfDisk d = on(c, "new");
        assertThat(List.of(
                        d.anchorLba(),
                        d.anchor().primaryLba(),
                        d.anchor().secondaryLba(),
                        d.anchor().workspaceLba()))
                .containsExactly(SECTORS + 999, SECTORS + 1000 - 32768, SECTORS + 1000 - 65536, SECTORS + 1000 - 65536);
        assertThat(d.anchor().sequence()).isEqualTo(0xffff_ffffL);
        assertThat(DdfSectors.sealed(d.anchor().block())).isEqualTo(d.anchor().block());
        assertThat(slots(c)).containsExactly("sda", "new rebuilding");

        c.run(rebuilt());
        assertThat(disks(c, "sda", 3)).containsExactly("3/1", "5/b", "3/1");
        assertThat(vd(c, "sda", 0).u8(VD_STATE)).isZero();
        assertThat(record(c, "sda").u32(36)).isEqualTo(4);
        assertThat(slots(c)).containsExactly("sda", "new");
    }

    @Test
    void a_new_disk_says_the_same_of_mdadms_container_as_mdadms_disks() throws RefusedException {
        var c = DdfChanges.of("mdadm-raid1-2");
        c.run(replace("sdb", c.plug("new", SECTORS)));
        DdfDisk old = on(c, "sda");
        DdfDisk fresh = on(c, "new");
        assertThat(fresh.anchor().block()).isEqualTo(old.anchor().block());
        assertThat(fresh.controller()).isEqualTo(old.controller());
        assertThat(fresh.configuration()).isEqualTo(old.configuration());
        // Identity is its own; forced reference and GUID as mdadm's; vendor and the rest of no meaning.
        assertThat(fresh.diskData().slice(36, 2)).isEqualTo(old.diskData().slice(36, 2));
        assertThat(fresh.diskData().slice(70, 442)).isEqualTo(old.diskData().slice(70, 442));
        // What mdadm calls the path, the type, the state, what nobody uses.
        assertThat(pd(c, "sda", 2).slice(58, 6)).isEqualTo(pd(c, "sda", 0).slice(58, 6));
    }

    @Test
    void a_spare_takes_a_place_under_its_own_name() throws RefusedException {
        var c = DdfChanges.of("raid1-2-dedicated-spare");
        long spare = on(c, "sdc").reference();
        assertThat(on(c, "sdc").slots()).anyMatch(s -> s.u32(0) == 0x5555_5555L);
        c.run(replace("sdb", c.disks().disk("sdc")));
        assertThat(disks(c, "sda", 3)).containsExactly("2/1", "4/b", "2/5");
        assertThat(references(c, "sdc", 2)).containsExactly(on(c, "sda").reference(), spare);
        assertThat(on(c, "sdc").slots()).noneMatch(s -> s.u32(0) == 0x5555_5555L);
        assertThat(c.disks().group().spares()).isEmpty();
        mustBeWhole(c, "sdc");
    }

    @Test
    void a_disk_that_comes_back_is_called_otherwise() throws RefusedException {
        var c = DdfChanges.of("mdadm-raid1-2");
        long old = on(c, "sdb").reference();
        c.run(fail("sdb"));
        c.run(new Change.Replace(
                new MemberName.OfLabel(String.format("%08X", old)), c.disks().disk("sdb")));
        assertThat(on(c, "sdb").reference()).isNotEqualTo(old);
        assertThat(on(c, "sda").entry(old)).isEmpty();
        assertThat(on(c, "sda").physicalDisks().entries()).hasSize(2);
        assertThat(slots(c)).containsExactly("sda", "sdb rebuilding");
        mustBeWhole(c, "sdb");
    }

    @Test
    void a_replaced_disk_that_is_not_there_leaves_the_table() throws RefusedException {
        var c = DdfChanges.of("mdadm-raid1-2");
        long old = on(c, "sdb").reference();
        c.disks().without("sdb");
        c.run(new Change.Replace(new MemberName.OfLabel(String.format("%08X", old)), c.plug("new", SECTORS)));
        assertThat(on(c, "sda").entry(old)).isEmpty();
        assertThat(disks(c, "sda", 3)).containsExactly("3/1", "ffff/ffff", "3/5");
    }

    @Test
    void a_disk_is_in_sync_with_the_last_of_its_volumes() throws RefusedException {
        var c = DdfChanges.blank(2, SECTORS);
        DiskInfo[] d = c.disks().corpus().disks().toArray(DiskInfo[]::new);
        c.create(wish("one", Kind.RAID1, 0, 2048), d);
        c.run(new Change.Create(wish("two", Kind.RAID1, 0, 2048), List.of(d), List.of()));
        c.run(replace("sdb", c.plug("new", SECTORS)));
        UnaryOperator<RaidSet> good = s -> s.mapLeaves(m -> m instanceof Member x ? x.withState(State.IN_SYNC) : m);
        c.run(observed(s -> s.label().equals("one") ? good.apply(s) : s));
        assertThat(disks(c, "sda", 3)).containsExactly("3/1", "5/b", "3/5");
        c.run(observed(good));
        assertThat(disks(c, "sda", 3)).containsExactly("3/1", "5/b", "3/1");
        assertThat(on(c, "new").records()).hasSize(2);
        // One volume's rebuild is no reason to read the other's data from elsewhere.
        assertThat(c.refused(observed(s -> s.label().equals("one")
                        ? s.mapLeaves(
                                m -> m instanceof Member x && x.disk().name().equals("new")
                                        ? x.withState(State.REBUILDING)
                                        : m)
                        : s)))
                .containsExactly("ddf1.partly-rebuilding");
    }

    @Test
    void who_never_heard_of_a_replacement_is_no_other_half() throws RefusedException {
        var c = DdfChanges.of("mdadm-raid1-2");
        c.run(replace("sdb", c.plug("a-new", SECTORS)));
        assertThat(c.disks().codes()).contains("ddf1.shut-out").doesNotContain("ddf1.split");
        assertThat(slots(c)).containsExactly("sda", "a-new rebuilding");
        c.run(rebuilt());
        c.run(replace("sda", c.plug("b-new", SECTORS)));
        assertThat(c.disks().codes()).contains("ddf1.shut-out").doesNotContain("ddf1.split");
        assertThat(slots(c)).containsExactly("b-new rebuilding", "a-new");
    }

    // --- flags, names, spares

    @ParameterizedTest
    @CsvSource({"DIRTY, 16, 2", "RESYNCING, 16, 0", "CLEAN, 0, 2"})
    void flags_of_a_volume(Resync resync, int state, int init) throws RefusedException {
        var c = DdfChanges.of("mdadm-raid1-2");
        c.run(observed(s -> s.withResync(resync == Resync.RESYNCING ? Resync.DIRTY : Resync.RESYNCING)));
        c.run(observed(s -> s.withResync(resync)));
        assertThat(vd(c, "sda", 0).u8(VD_STATE)).isEqualTo(state);
        assertThat(vd(c, "sda", 0).u8(VD_INIT)).isEqualTo(init);
        assertThat(record(c, "sda").u32(36)).isEqualTo(3);
        mustBeWhole(c, "sda");
    }

    @Test
    void what_else_the_flags_hold_stays() throws RefusedException {
        var c = DdfChanges.of("mdadm-raid1-2");
        DdfSectors.virtual(c.disks(), e -> e.with8(VD_INIT, 0x8e));
        c.run(observed(s -> s.withResync(Resync.RESYNCING)));
        assertThat(vd(c, "sda", 0).u8(VD_INIT)).isEqualTo(0x8c);
    }

    @ParameterizedTest
    @CsvSource({"mdadm-raid1-2, 0", "raid1-3, 32"})
    void a_name_is_padded_as_before(String name, int padding) throws RefusedException {
        var c = DdfChanges.of(name);
        c.run(new Change.Rename(c.disks().set().name(), "other"));
        Block field = vd(c, "sda", 0).slice(48, 16);
        assertThat(field.text(0, 5)).isEqualTo("other");
        assertThat(field.u8(5)).isEqualTo(padding);
        assertThat(field.u8(15)).isEqualTo(padding);
        assertThat(c.disks().set().name()).isEqualTo("ddf1_other");
        assertThat(c.disks().set().label()).isEqualTo("other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with blank", "seventeen-letters", "sla/sh", "umläut"})
    void names_that_somebody_would_cut_are_refused(String label) throws RefusedException {
        var c = DdfChanges.of("mdadm-raid1-2");
        assertThat(c.refused(new Change.Rename(c.disks().set().name(), label))).containsExactly("ddf1.name");
    }

    @Test
    void a_spare_is_global_and_in_no_volume() throws RefusedException {
        var c = DdfChanges.of("mdadm-raid1-2");
        c.run(new Change.AddSpare(c.plug("new", SECTORS)));
        assertThat(disks(c, "sda", 3)).containsExactly("3/1", "3/1", "5/1");
        assertThat(on(c, "new").records()).isEmpty();
        assertThat(record(c, "sda").u32(36)).isEqualTo(3);
        mustBeWhole(c, "new");
        c.run(new Change.Remove(c.disks().disk("new")));
        assertThat(pd(c, "sda", 2)).isEqualTo(PhysicalDisk.FREE.block());
        assertThat(on(c, "sda").physicalDisks().populated()).isEqualTo(2);
    }

    /** A mirror. */
    private static DdfChanges anchorBeforeTheEnd() {
        var c = DdfChanges.of("adaptec-anchor-257");
        DdfSectors.records(c.disks(), b -> b.with8(67, 1));
        return c;
    }

    @Test
    void of_what_leaves_the_anchor_goes() throws RefusedException {
        DdfChanges c = anchorBeforeTheEnd();
        c.run(fail("sdb"));
        List<Image> erased = written(c, new Change.Remove(c.disks().disk("sdb")), "sdb");
        assertThat(erased).containsExactly(new Image(SECTORS - 257, new byte[512]));
    }

    // --- other containers than mdadm's

    @Test
    void words_of_a_little_endian_container_are_little_endian() throws RefusedException {
        var c = DdfChanges.of("little-endian-raid1");
        c.run(replace("sdb", c.plug("new", SECTORS)));
        byte[] anchor = c.disks().sector("new", SECTORS - 1);
        assertThat(anchor).startsWith(0x11, 0xde, 0x11, 0xde);
        byte[] header = c.disks().sector("new", on(c, "new").anchor().primaryLba());
        assertThat(Block.copyOf(header).u32(40)).isEqualTo(8);
        mustBeWhole(c, "new");
        assertThat(slots(c)).containsExactly("sda", "new rebuilding");
    }

    @Test
    void checksums_stay_of_their_kind() throws RefusedException {
        for (UnaryOperator<Block> kind :
                List.<UnaryOperator<Block>>of(DdfSectors::sealedAsByFreeBsd, b -> b.with32(4, 0xffff_ffffL))) {
            var c = DdfChanges.of("mdadm-raid1-2");
            for (String disk : c.disks().names()) {
                DdfSectors.resealed(c.disks(), disk, kind);
            }
            DdfChecksum before = DdfChecksum.of(on(c, "sda").active().block());
            c.run(replace("sdb", c.plug("new", SECTORS)));
            for (String disk : List.of("sda", "new")) {
                DdfDisk d = on(c, disk);
                assertThat(Stream.of(
                                d.anchor().block(),
                                d.active().block(),
                                d.physicalSection(),
                                d.virtualSection(),
                                d.diskData(),
                                record(c, disk)))
                        .allMatch(b -> DdfChecksum.of(b) == before);
            }
        }
    }

    @Test
    void an_anchor_before_the_end_is_before_the_end_of_a_new_disk_too() throws RefusedException {
        DdfChanges c = anchorBeforeTheEnd();
        c.run(replace("sdb", c.plug("new", SECTORS + 512)));
        assertThat(on(c, "new").anchorLba()).isEqualTo(SECTORS + 512 - 257);
        assertThat(slots(c)).containsExactly("sda", "new rebuilding");
    }

    @Test
    void unused_entries_between_used_ones_go_when_members_change() throws RefusedException {
        var c = DdfChanges.of("raid1-3");
        // sda, sdb, sdc becomes sda, unused, sdb, sdc.
        DdfSectors.records(
                c.disks(),
                b -> b.with32(512 + 12, b.i32(512 + 8))
                        .with32(512 + 8, b.i32(512 + 4))
                        .with32(512 + 4, -1)
                        .with64(512 + 4 * 16 + 8 * 3, 0));
        assertThat(slots(c)).containsExactly("sda", "sdb", "sdc");
        List<Long> was =
                Stream.of("sda", "sdb", "sdc").map(d -> on(c, d).reference()).toList();
        c.run(replace("sdb", c.plug("new", SECTORS)));
        assertThat(references(c, "sda", 4))
                .containsExactly(was.getFirst(), on(c, "new").reference(), was.getLast(), 0xffff_ffffL);
        assertThat(slots(c)).containsExactly("sda", "new rebuilding", "sdc");
    }

    /** Bytes that nobody knows, and fields that no change concerns. */
    @Test
    void what_is_not_changed_is_carried_through() throws RefusedException {
        var c = DdfChanges.of("mdadm-raid5-ls-3");
        var noise = new byte[512];
        new Random(7).nextBytes(noise);
        Block all = Block.copyOf(noise);
        for (String disk : c.disks().names()) {
            DdfSectors.allHeaders(
                    c.disks(), disk, b -> b.with(64, all.slice(0, 32)).with(138, all.slice(0, 54)));
            DdfSectors.records(
                    c.disks(), disk, b -> b.with(40, all.slice(0, 24)).with(137, all.slice(0, 375)));
            DdfSectors.section(c.disks(), disk, Section.DISK_DATA, b -> b.with(70, all.slice(0, 442)));
        }
        for (int i = 0; i < 3; i++) {
            DdfSectors.physical(c.disks(), c.disks().names(), i, e -> e.with(40, all.slice(0, 24)));
        }
        DdfSectors.virtual(c.disks(), e -> e.with(34, all.slice(0, 14)).with(24, all.slice(0, 8)));
        c.run(fail("sdb"));
        c.run(new Change.Replace(
                new MemberName.OfLabel(String.format("%08X", on(c, "sdb").reference())), c.plug("new", SECTORS)));
        c.run(rebuilt());
        for (String disk : List.of("sda", "sdc", "new")) {
            DdfDisk d = on(c, disk);
            Stream.concat(Stream.of(d.anchor()), d.copies().stream()).forEach(h -> {
                assertThat(h.block().slice(64, 32)).isEqualTo(all.slice(0, 32));
                assertThat(h.block().slice(138, 54)).isEqualTo(all.slice(0, 54));
            });
            assertThat(record(c, disk).slice(40, 24)).isEqualTo(all.slice(0, 24));
            assertThat(record(c, disk).slice(137, 375)).isEqualTo(all.slice(0, 375));
            assertThat(pd(c, disk, 0).slice(40, 24)).isEqualTo(all.slice(0, 24));
            assertThat(vd(c, disk, 0).slice(34, 14)).isEqualTo(all.slice(0, 14));
            assertThat(vd(c, disk, 0).slice(24, 8)).isEqualTo(all.slice(0, 8));
            mustBeWhole(c, disk);
        }
        assertThat(on(c, "sda").diskData().slice(70, 442)).isEqualTo(all.slice(0, 442));
    }

    static Stream<String> cases() {
        return CorpusDisks.names(new Ddf1Format()).stream();
    }

    /** What is decoded is encoded to the same sectors: nothing is written where nothing differs. */
    @ParameterizedTest
    @MethodSource("cases")
    void nothing_is_written_where_nothing_differs(String name) throws RefusedException {
        for (Group group : DdfCase.load(name).assemble().groups()) {
            assertThat(group.known().encode(Delta.between(group, group))).isEqualTo(Update.nothing());
        }
    }

    // --- rules

    @Test
    void a_disk_must_have_room_and_small_sectors() throws RefusedException {
        var c = DdfChanges.of("mdadm-raid1-2");
        assertThat(c.refused(replace("sdb", c.plug("small", SECTORS - 1)))).containsExactly("ddf1.disk-too-small");
        DiskInfo large = new DiskInfo("large", SECTORS, 4096, "L", null, "", null, false);
        Group t0 = c.disks().group();
        Group t1 = t0.withSpare(large);
        assertThat(Findings.errors(t0.known().check(Delta.between(t0, t1))))
                .extracting(f -> f.code())
                .contains("ddf1.sector-size");
    }

    @Test
    void a_table_that_is_full_takes_no_more() throws RefusedException {
        var c = DdfChanges.of("raid1-3");
        for (int i = 3; i < 15; i++) {
            int at = i;
            DdfSectors.physical(
                    c.disks(),
                    c.disks().names(),
                    i,
                    e -> e.with(0, Block.zeros(24)).with32(24, 0x1000 + at));
        }
        assertThat(c.refused(new Change.AddSpare(c.plug("new", SECTORS)))).containsExactly("ddf1.disks");
    }

    @Test
    void what_is_not_understood_is_not_changed() throws RefusedException {
        var c = DdfChanges.of("raid1-3");
        DdfSectors.virtual(c.disks(), e -> e.with8(VD_STATE, 8));
        assertThat(c.refused(fail("sdb"))).containsExactly("ddf1.blocked");
        var last = DdfChanges.of("raid1-3");
        DdfSectors.headers(last.disks(), "sda", b -> b.with32(40, 0xffff_fff0L));
        assertThat(last.refused(fail("sdb"))).containsExactly("ddf1.sequence");
        var other = DdfChanges.of("raid1-3");
        DdfSectors.allHeaders(other.disks(), "sdb", b -> b.with16(132, 3));
        assertThat(other.refused(fail("sdc"))).containsExactly("ddf1.geometry");
    }
}
