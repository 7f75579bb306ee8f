package org.dmkit.formats.pdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dmkit.formats.NewSets.disks;
import static org.dmkit.formats.NewSets.wish;
import static org.dmkit.formats.pdc.PdcDisks.FORMAT;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.Blkid;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.NewSets;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Placement.Birth;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New volumes, held against those that FreeBSD's graid would write, and read by blkid. */
class PdcPlacementTest {
    private static final Birth BIRTH = new Birth(0x1234_5678_9abc_def0L, Instant.parse("2011-02-03T04:05:06Z"));
    private static final long SECTORS = 312581808;
    private static final NewSets<PdcDisk> SETS = new NewSets<>(FORMAT, BIRTH);

    private static Group make(CorpusDisks<PdcDisk> c, Wish wish, List<DiskInfo> disks) throws RefusedException {
        Group read = SETS.make(c, wish, disks);
        // 0x9abcdef0 is 2596069104.
        assertThat(read.sets().getFirst().name()).isEqualTo("pdc_cfjgagjbae");
        return read;
    }

    private static Block block(CorpusDisks<PdcDisk> c, String disk) {
        return Block.copyOf(c.get(disk, new Extent(c.disk(disk).sectors() - 63, 4)));
    }

    /**
     * Cases in graid's form, by level. What may differ: the ids, which are drawn by lot, the channel (2 bytes behind a number), which
     * nobody asked; 0x21c, because theirs is the 17th generation; 0x21e, where theirs has "functional" as old BIOSes set it;
     * 0x2d4 and 0x2d8, because a new set is synchronised first.
     */
    @ParameterizedTest
    @CsvSource({
        "raid0-8-refused-by-dmraid, RAID0, 8, 256, 0, false",
        "raid5-3, RAID5, 3, 128, 0, true",
        "big-raid0-total-over-2tib, RAID0, 3, 256, 0, false",
    })
    void aSetIsLaidOutAsGraidDoes(String name, Kind kind, int members, int chunk, long size, boolean owed)
            throws RefusedException {
        CorpusDisks<PdcDisk> theirs = CorpusDisks.load(FORMAT, name);
        List<DiskInfo> disks = disks(members, theirs.disks().getFirst().sectors());
        CorpusDisks<PdcDisk> ours = SETS.blank(disks);
        make(ours, wish("PROMISE Array 1", kind, chunk, size), disks);
        for (DiskInfo disk : disks) {
            Block own = block(ours, disk.name());
            var differing = new TreeSet<String>();
            for (int at = 0; at < 0x7fc; at++) {
                if (own.u8(at) != block(theirs, disk.name()).u8(at)) {
                    differing.add(field(at, members));
                }
            }
            assertThat(differing).isSubsetOf("ids", "channels", "generation", "functional", "resync");
            assertThat(differing.contains("resync")).isEqualTo(owed);
            assertThat(own.u16(0x21c)).isEqualTo(1);
            assertThat(own.u8(0x21e)).isEqualTo(0x0f);
        }
    }

    private static String field(int at, int members) {
        int entry = (at - 0x234) / 12;
        boolean table = at >= 0x234 && entry < members;
        int inEntry = (at - 0x234) % 12;
        if ((at >= 0x208 && at < 0x210) || (at >= 0x22c && at < 0x234) || (table && inEntry >= 4)) {
            return "ids";
        }
        if (at == 0x206 || at == 0x207 || (table && (inEntry == 2 || inEntry == 3))) {
            return "channels";
        }
        return switch (at) {
            case 0x21c, 0x21d -> "generation";
            case 0x21e -> "functional";
            case 0x2d4, 0x2d5, 0x2d6, 0x2d7 -> "resync";
            default -> at >= 0x2d8 && at < 0x2e0 ? "resync" : String.format("0x%x", at);
        };
    }

    /** The geometry of peers' RAID 10 and mirror, which are there in the old form only. */
    @ParameterizedTest
    @CsvSource({
        "raid1-2, RAID1, 2, 0, 312450736",
        "raid1-3, RAID1, 3, 0, 312450736",
        "raid10-4, RAID10, 4, 128, 624901376",
        "raid10-6, RAID10, 6, 128, 937352064",
    })
    void typeAndGeometryAreThoseOfOldBlocks(String name, Kind kind, int members, int chunk, long size)
            throws RefusedException {
        CorpusDisks<PdcDisk> theirs = CorpusDisks.load(FORMAT, name);
        List<DiskInfo> disks = disks(members, SECTORS);
        CorpusDisks<PdcDisk> ours = SETS.blank(disks);
        make(ours, wish("m", kind, chunk, size), disks);
        for (DiskInfo disk : disks) {
            Block own = block(ours, disk.name());
            Block old = block(theirs, disk.name());
            assertThat(own.u8(0x205)).as("number").isEqualTo(old.u8(0x205));
            assertThat(own.slice(0x21f, 2)).as("type, total_disks").isEqualTo(old.slice(0x21f, 2));
            assertThat(own.u8(0x222)).as("width").isEqualTo(old.u8(0x222));
            assertThat(own.slice(0x224, 8)).as("total_sectors, C, H, S").isEqualTo(old.slice(0x224, 8));
            if (kind.striped()) {
                assertThat(own.u8(0x221)).as("shift").isEqualTo(old.u8(0x221));
            }
            assertThat(own.u32(0x214)).as("disk_sectors").isEqualTo(312450736 - (kind.striped() ? 48 : 0));
        }
    }

    @Test
    void nobodyElsesIdIsTaken() throws RefusedException {
        List<DiskInfo> disks = disks(8, SECTORS);
        CorpusDisks<PdcDisk> c = SETS.blank(disks);
        make(c, wish("m", Kind.RAID10, 0, 0), disks);
        assertThat(disks)
                .extracting(d -> block(c, d.name()).i64(0x208))
                .doesNotHaveDuplicates()
                .doesNotContain(0L, -1L);
        assertThat(block(c, "sda").i64(0x22c)).isEqualTo(BIRTH.seed());
        for (int i = 0; i < 8; i++) {
            assertThat(block(c, "sda").i64(0x238 + 12 * i))
                    .isEqualTo(block(c, disks.get(i).name()).i64(0x208));
            assertThat(block(c, "sda").u8(0x235 + 12 * i)).as("graid's number").isEqualTo(2 * i);
        }
    }

    @ParameterizedTest
    @CsvSource({"RAID0, 2", "RAID1, 2", "RAID5, 3", "RAID10, 4"})
    void aSetIsSynchronisedRenamedAndDeleted(Kind kind, int members) throws RefusedException {
        List<DiskInfo> disks = disks(members, 204800);
        CorpusDisks<PdcDisk> c = SETS.blank(disks);
        Group t0 = make(c, wish("data", kind, 0, 0), disks);
        RaidSet set = t0.sets().getFirst();
        assertThat(set.resync()).isEqualTo(kind == Kind.RAID0 ? Resync.CLEAN : Resync.RESYNCING);
        Group clean = t0.mapSets(s -> s.withResync(Resync.CLEAN));
        SETS.write(c, t0, clean);
        assertThat(c.group().sets()).isEqualTo(clean.sets());
        Group renamed = new Change.Rename(set.name(), "other").apply(c.group());
        SETS.write(c, c.group(), renamed);
        assertThat(c.group().sets().getFirst().label()).isEqualTo("other");
        SETS.write(c, c.group(), new Change.Delete(set.name()).apply(c.group()));
        assertThat(c.found()).isEmpty();
        assertThat(block(c, "sda").isZero()).isTrue();
    }

    @Test
    void whatTheFormatCannotExpressIsRefused() throws RefusedException {
        List<DiskInfo> nine = disks(9, SECTORS);
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 0, 0), nine)).contains("pdc.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 0, 0), nine.subList(0, 8)))
                .isEmpty();
        // Four copies would be read as RAID 10.
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 0), nine.subList(0, 4)))
                .contains("pdc.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID10, 0, 0), nine.subList(0, 5)))
                .contains("pdc.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID5, 0, 0), nine.subList(0, 2)))
                .contains("pdc.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID5, 48, 0), nine.subList(0, 3)))
                .contains("pdc.chunk");
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 4, 0), nine.subList(0, 3)))
                .contains("pdc.chunk");
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, SECTORS - 131071), nine.subList(0, 2)))
                .contains("pdc.size");
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, SECTORS - 131072), nine.subList(0, 2)))
                .isEmpty();
        assertThat(SETS.refusal(wish("x".repeat(33), Kind.RAID1, 0, 0), nine.subList(0, 2)))
                .contains("pdc.name");
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 0, 0), disks(2, 1L << 40)))
                .contains("pdc.size");
        CorpusDisks<PdcDisk> c = SETS.blank(nine);
        Group made = make(c, wish("m", Kind.RAID1, 0, 1000000), nine.subList(0, 2));
        var second = new Change.Create(wish("n", Kind.RAID1, 0, 0), nine.subList(0, 2), List.of());
        assertThatThrownBy(() -> second.apply(made)).hasMessageContaining("pdc.one-set");
    }

    /** More than 2^32 sectors of the whole, and of a member. */
    @Test
    void highWordsTellLargeSizes() throws RefusedException {
        List<DiskInfo> disks = disks(2, 6L << 32);
        CorpusDisks<PdcDisk> c = SETS.blank(disks);
        Group made = make(c, wish("m", Kind.RAID0, 0, 0), disks);
        long each = (6L << 32) - 131072;
        assertThat(made.sets().getFirst().size()).isEqualTo(2 * each);
        Block b = block(c, "sdb");
        assertThat(b.u32(0x2e8)).isEqualTo((2 * each) >>> 32);
        assertThat(b.u32(0x224)).isEqualTo((2 * each) & 0xffff_ffffL);
        assertThat(b.u32(0x376)).isEqualTo(each >>> 32);
        assertThat(b.u16(0x228)).isEqualTo(0xffff);
    }

    @Test
    void blkidKnowsIt(@TempDir Path directory) throws Exception {
        List<DiskInfo> disks = disks(2, 204800);
        CorpusDisks<PdcDisk> c = SETS.blank(disks);
        make(c, wish("data", Kind.RAID1, 0, 0), disks);
        assertThat(Blkid.probe(directory, c, "sda")).containsEntry("TYPE", "promise_fasttrack_raid_member");
    }
}
