package org.dmkit.formats.ddf1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dmkit.formats.ddf1.DdfChanges.wish;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.ddf1.ConfigRecord.Place;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New containers and volumes, held against those that mdadm made of the same disks. */
class DdfPlacementTest {
    private static final long SECTORS = 163840;

    private static DiskInfo[] all(DdfChanges c) {
        return c.disks().corpus().disks().toArray(DiskInfo[]::new);
    }

    private static DdfDisk on(DdfCase c, String disk) {
        return DdfSectors.metadata(c, disk);
    }

    /** The disks of the volume's slots, and nothing on them. */
    private static List<String> members(DdfCase made) {
        return made.set().members().map(m -> m.disk().name()).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "mdadm-raid0-2, RAID0",
        "mdadm-raid0-4-shuffled, RAID0",
        "mdadm-raid1-2, RAID1",
        "mdadm-raid5-ls-3, RAID5",
        "mdadm-raid10-4, RAID10"
    })
    void a_volume_is_laid_out_as_mdadm_does(String name, Kind kind) throws RefusedException {
        DdfCase made = DdfCase.load(name);
        var c = DdfChanges.blank(made.names().size(), SECTORS);
        DiskInfo[] disks = members(made).stream().map(d -> c.disks().disk(d)).toArray(DiskInfo[]::new);
        RaidSet mdadms = made.set();
        Group group = c.create(wish(mdadms.label(), kind, mdadms.chunk(), 0), disks);
        assertThat(group.sets()).extracting(s -> s.withResync(Resync.CLEAN)).containsExactly(withOurDisks(mdadms, c));
        for (String disk : made.names()) {
            isTheSame(on(c.disks(), disk), on(made, disk), kind);
        }
    }

    private static RaidSet withOurDisks(RaidSet set, DdfChanges c) {
        RaidSet named = set.mapLeaves(
                m -> m instanceof Member x ? new Member(c.disks().disk(x.disk().name()), x.extent(), x.state()) : m);
        return named.withResync(Resync.CLEAN);
    }

    /** All but what differs between any two creations, and the sizes of the tables: ours have room for fewer. */
    private static void isTheSame(DdfDisk ours, DdfDisk mdadms, Kind kind) {
        for (Function<DdfDisk, DdfHeader> header : List.<Function<DdfDisk, DdfHeader>>of(
                DdfDisk::anchor, d -> d.copies().getFirst(), d -> d.copies().getLast())) {
            Block our = header.apply(ours).block();
            Block their = header.apply(mdadms).block();
            same(our, their, 0, 4);
            same(our, their, 32, 8);
            same(our, their, 48, 80);
            same(our, their, 138, 54);
            same(our, their, 232, 280);
        }
        same(ours.controller(), mdadms.controller(), 32, 8);
        same(ours.controller(), mdadms.controller(), 56, 8);
        same(ours.physicalSection(), mdadms.physicalSection(), 8, 2);
        same(ours.virtualSection(), mdadms.virtualSection(), 8, 2);
        Block pd = ours.physicalSection().slice(64, 64);
        same(pd, mdadms.physicalSection().slice(64, 64), 28, 12);
        same(pd, mdadms.physicalSection().slice(64, 64), 58, 6);
        Block vd = ours.virtualSection().slice(64, 64);
        Block theirs = mdadms.virtualSection().slice(64, 64);
        same(vd, theirs, 26, 2);
        same(vd, theirs, 30, 2);
        same(vd, theirs, 34, 30);
        // mdadm's has been synchronised since.
        assertThat(vd.u8(32)).isEqualTo(kind.redundant() ? 0x10 : 0);
        assertThat(vd.u8(33)).isEqualTo(kind.redundant() ? 0 : 2);
        assertThat(theirs.u8(32)).isZero();
        Block our = ours.records().getFirst().block();
        Block their = mdadms.records().getFirst().block();
        same(our, their, 0, 4);
        same(our, their, 40, 472);
        assertThat(places(ours)).isEqualTo(places(mdadms));
        same(ours.diskData(), mdadms.diskData(), 36, 2);
        same(ours.diskData(), mdadms.diskData(), 70, 442);
    }

    private static void same(Block ours, Block theirs, int from, int size) {
        assertThat(ours.slice(from, size).toBytes())
                .as("bytes %d to %d", from, from + size)
                .isEqualTo(theirs.slice(from, size).toBytes());
    }

    /** Where in the record the disk itself stands, and the first sectors of all. */
    private static List<Long> places(DdfDisk disk) {
        List<Place> places = disk.records().getFirst().firstEntries();
        return Stream.concat(
                        IntStream.range(0, places.size())
                                .filter(i -> places.get(i).reference() == disk.reference())
                                .mapToObj(i -> (long) i),
                        places.stream().map(Place::lba))
                .toList();
    }

    @Test
    void the_tables_are_those_of_the_specification() throws RefusedException {
        var c = DdfChanges.blank(2, SECTORS);
        c.create(wish("a", Kind.RAID1, 0, 0), all(c));
        DdfDisk d = on(c.disks(), "sda");
        DdfHeader h = d.active();
        assertThat(h.maxPhysical()).isIn(15, 63, 255, 1023, 4095);
        assertThat(h.block().u16(130)).isIn(15, 63, 255, 1023, 4095);
        assertThat(h.maxElements()).isIn(16, 64, 256, 1024, 4096);
        assertThat(h.recordLength()).isEqualTo(1 + (h.maxElements() * 12 + 511) / 512);
        Map<DdfHeader.Section, Long> lengths =
                Stream.of(DdfHeader.Section.values()).filter(h::has).collect(Collectors.toMap(s -> s, h::length));
        assertThat(lengths)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        DdfHeader.Section.CONTROLLER,
                        1L,
                        DdfHeader.Section.PHYSICAL_DISKS,
                        (64 + 64L * h.maxPhysical() + 511) / 512,
                        DdfHeader.Section.VIRTUAL_DISKS,
                        (64 + 64L * h.block().u16(130) + 511) / 512,
                        DdfHeader.Section.CONFIGURATION,
                        h.recordLength() * (h.maxPartitions() + 1L),
                        DdfHeader.Section.DISK_DATA,
                        1L));
        assertThat(h.revision()).isEqualTo("01.02.00");
        // Since 1980; mdadm takes a container without a time for none.
        assertThat(h.block().u32(44)).isEqualTo(1_800_000_000L - 315_532_800L);
        assertThat(d.anchor().block().u32(8 + 16)).isEqualTo(1_800_000_000L - 315_532_800L);
        assertThat(d.extents(SECTORS)).allMatch(e -> e.lba() >= SECTORS - 65536);
    }

    @Test
    void volumes_lie_in_the_first_gap_that_is_large_enough() throws RefusedException {
        var c = DdfChanges.blank(3, SECTORS);
        DiskInfo[] d = all(c);
        c.create(wish("one", Kind.RAID0, 128, 4 * 8192), d[0], d[1]);
        c.run(new Change.Create(wish("two", Kind.RAID1, 0, 4096), List.of(d[0], d[2]), List.of()));
        c.run(new Change.Create(wish("three", Kind.RAID1, 0, 0), List.of(d[2], d[1]), List.of()));
        assertThat(extents(c, "two")).containsExactly(new Extent(16384, 4096), new Extent(0, 4096));
        assertThat(extents(c, "three"))
                .containsExactly(new Extent(4096, 98304 - 16384), new Extent(16384, 98304 - 16384));
        c.run(new Change.Delete("ddf1_one"));
        c.run(new Change.Create(wish("four", Kind.RAID0, 8, 2 * 8192), List.of(d[0], d[1]), List.of()));
        assertThat(extents(c, "four")).containsOnly(new Extent(0, 8192));
        assertThat(c.disks().group().sets()).hasSize(3).allMatch(s -> s.health() == Health.COMPLETE);
        assertThat(c.disks().group().blocked()).isEmpty();
        assertThat(IntStream.range(0, 3)
                        .map(i -> on(c.disks(), "sda").virtualDisks().at(i).number()))
                .as("numbers")
                .doesNotHaveDuplicates();
    }

    private static List<Extent> extents(DdfChanges c, String label) {
        return c.disks()
                .group()
                .set("ddf1_" + label)
                .orElseThrow()
                .members()
                .map(Member::extent)
                .toList();
    }

    @Test
    void what_no_volume_needs_any_more_is_a_spare() throws RefusedException {
        var c = DdfChanges.blank(4, SECTORS);
        DiskInfo[] d = all(c);
        c.create(wish("one", Kind.RAID1, 0, 4096), d[0], d[1]);
        c.run(new Change.Create(wish("two", Kind.RAID1, 0, 4096), List.of(d[2], d[3]), List.of()));
        Group left = c.run(new Change.Delete("ddf1_one"));
        assertThat(left.spares()).extracting(DiskInfo::name).containsExactly("sda", "sdb");
        assertThat(on(c.disks(), "sda").records()).isEmpty();
        Group again = c.run(new Change.Create(wish("three", Kind.RAID0, 0, 0), List.of(d[0], d[1]), List.of()));
        assertThat(again.spares()).isEmpty();
    }

    @Test
    void a_volume_is_made_in_a_container_of_mdadms() throws RefusedException {
        var c = DdfChanges.of("mdadm-container-only");
        Group t1 = c.run(new Change.Create(wish("new", Kind.RAID1, 0, 0), List.of(all(c)), List.of()));
        assertThat(t1.sets())
                .singleElement()
                .satisfies(s -> assertThat(s.size()).isEqualTo(98304));
        assertThat(t1.spares()).isEmpty();
        var hole = DdfChanges.of("mdadm-deleted-volume");
        Group two = hole.run(new Change.Create(wish("new", Kind.RAID1, 0, 4096), List.of(all(hole)), List.of()));
        assertThat(two.sets()).extracting(RaidSet::label).containsExactly("new", "stays");
        assertThat(extents(hole, "new")).containsOnly(new Extent(0, 4096));
        assertThat(on(hole.disks(), "sda").virtualDisks().populated()).isEqualTo(2);
    }

    private static void refused(DdfChanges c, String code, Kind kind, int chunk, long size, DiskInfo... disks) {
        assertThatThrownBy(() -> c.create(wish("v", kind, chunk, size), disks))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("ddf1." + code);
    }

    @Test
    void what_the_format_cant_express_is_refused() throws RefusedException {
        var c = DdfChanges.blank(4, SECTORS);
        DiskInfo[] d = all(c);
        refused(c, "members", Kind.RAID1, 0, 0, d);
        refused(c, "members", Kind.RAID0, 0, 0, d[0]);
        refused(c, "members", Kind.RAID5, 0, 0, d[0], d[1]);
        refused(c, "members", Kind.RAID10, 0, 0, d[0], d[1], d[2]);
        refused(c, "chunk", Kind.RAID0, 24, 0, d);
        refused(c, "chunk", Kind.RAID0, 4096, 0, d);
        refused(c, "size", Kind.RAID1, 0, 98305 + 8, d[0], d[1]);
        refused(c, "disk-too-small", Kind.RAID1, 0, 0, d[0], c.plug("small", 65536));
        c.create(wish("v", Kind.RAID1, 0, 2048), d[0], d[1]);
        for (int i = 1; i < 16; i++) {
            c.run(new Change.Create(wish("v" + i, Kind.RAID1, 0, 2048), List.of(d[0], d[1]), List.of()));
        }
        Change more = new Change.Create(wish("more", Kind.RAID1, 0, 2048), List.of(d[0], d[1]), List.of());
        assertThat(c.refused(more)).containsExactly("ddf1.partitions", "ddf1.partitions");
        Change named = new Change.Create(wish("no blanks", Kind.RAID1, 0, 2048), List.of(d[2], d[3]), List.of());
        assertThat(c.refused(named)).containsExactly("ddf1.name");
    }

    @Test
    void two_terabytes_are_nothing_special() throws RefusedException {
        var c = DdfChanges.blank(2, 8L << 31);
        Group t1 = c.create(wish("big", Kind.RAID1, 0, 0), all(c));
        assertThat(t1.sets().getFirst().size()).isEqualTo((8L << 31) - 65536);
        assertThat(t1.blocked()).isEmpty();
    }
}
