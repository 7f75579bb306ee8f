package org.dmkit.formats.hpt37x;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.NewSets.disks;
import static org.dmkit.formats.NewSets.wish;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.Blkid;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.NewSets;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Placement.Birth;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New sets, held against those of the corpus, one of which is real. */
class Hpt37xPlacementTest {
    private static final Hpt37xFormat FORMAT = new Hpt37xFormat();
    private static final Birth BIRTH = new Birth(7, Instant.parse("2005-07-12T14:31:53Z"));
    private static final NewSets<Hpt37x> SETS = new NewSets<>(FORMAT, BIRTH);

    private static CorpusDisks<Hpt37x> make(Wish wish, List<DiskInfo> disks) throws RefusedException {
        CorpusDisks<Hpt37x> c = SETS.blank(disks);
        SETS.make(c, wish, disks);
        return c;
    }

    /** As it is once it has been made equal: each disk has a record of its own. */
    private static CorpusDisks<Hpt37x> clean(Wish wish, List<DiskInfo> disks) throws RefusedException {
        CorpusDisks<Hpt37x> c = make(wish, disks);
        Group made = c.group();
        SETS.write(c, made, made.mapSets(s -> s.withResync(Resync.CLEAN)));
        return c;
    }

    private static byte[] record(CorpusDisks<Hpt37x> c, String disk) {
        return c.get(disk, new Extent(9, 1));
    }

    private static long word(byte[] record, int offset) {
        return Integer.toUnsignedLong(
                ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).getInt(offset));
    }

    /** All fields but the ids, the name, and those of booting; the size of a mirror leaves eleven sectors at the end. */
    @ParameterizedTest
    @CsvSource({
        "real-raid0-with-made-twin, RAID0, 128",
        "raid0-4-4k, RAID0, 8",
        "raid1-2-width-one, RAID1, 0",
        "raid01-4-shuffled, RAID10, 128",
        "raid01-6, RAID10, 128"
    })
    void a_set_is_laid_out_as_the_vendor_does(String name, Kind kind, int chunk) throws RefusedException {
        CorpusDisks<Hpt37x> theirs = CorpusDisks.load(FORMAT, name);
        List<DiskInfo> disks =
                disks(theirs.disks().size(), theirs.disks().getFirst().sectors());
        int usual = chunk == 0 ? 0 : Math.max(chunk, 8);
        CorpusDisks<Hpt37x> ours = clean(wish("x", kind, usual, 0), disks);
        int columns = disks.size() / 2;
        for (DiskInfo disk : theirs.disks()) {
            byte[] t = record(theirs, disk.name());
            int slot = kind == Kind.RAID10 ? ((t[0x2c] & 1) == 0 ? 0 : columns) + t[0x33] : t[0x33];
            byte[] o = record(ours, disks.get(slot).name());
            assertThat(Arrays.copyOf(o, 0x24)).as("filler and magic").isEqualTo(Arrays.copyOf(t, 0x24));
            assertThat(word(o, 0x2c)).as("order").isEqualTo(word(t, 0x2c));
            assertThat(Arrays.copyOfRange(o, 0x30, 0x34))
                    .as("raid_disks, shift, type, disk_number")
                    .isEqualTo(Arrays.copyOfRange(t, 0x30, 0x34));
            assertThat(word(o, 0x34)).as("total_secs").isEqualTo(kind == Kind.RAID1 ? 312581760 : word(t, 0x34));
            assertThat(Arrays.copyOfRange(o, 0x38, 0x1d4)).as("nothing logged").containsOnly(0);
            assertThat(word(o, 0x1d4)).as("rebuild_lba").isEqualTo(0x7fffffff);
            assertThat(Arrays.copyOfRange(o, 0x1f8, 0x200)).containsOnly(0);
        }
    }

    /** As FreeBSD writes them. */
    @Test
    void the_halves_of_a_mirror_of_stripes_have_ids_of_their_own() throws RefusedException {
        CorpusDisks<Hpt37x> c = clean(wish("x", Kind.RAID10, 0, 0), disks(4, 204800));
        long whole = word(record(c, "sda"), 0x28);
        assertThat(whole).isPositive();
        for (String disk : List.of("sda", "sdb", "sdc", "sdd")) {
            byte[] r = record(c, disk);
            assertThat(word(r, 0x28)).isEqualTo(whole);
            boolean first = (r[0x2c] & 1) != 0;
            assertThat(word(r, 0x24)).isEqualTo(whole + (first ? 1 : 2));
            assertThat(r[0x2c]).isEqualTo((byte) (first ? 3 : 2));
        }
    }

    @Test
    void a_record_tells_the_names_of_its_set_and_level() throws RefusedException {
        for (Kind kind : List.of(Kind.RAID0, Kind.RAID1, Kind.RAID10)) {
            byte[] o = record(
                    make(wish("fifteen-letters", kind, 0, 0), disks(kind == Kind.RAID10 ? 4 : 2, 204800)), "sda");
            assertThat(new String(o, 0x1d9, 16, StandardCharsets.ISO_8859_1)).isEqualTo("fifteen-letters\0");
            assertThat(new String(o, 0x1e9, 15, StandardCharsets.ISO_8859_1).replace("\0", ""))
                    .isEqualTo(kind == Kind.RAID0 ? "RAID 0" : kind == Kind.RAID1 ? "RAID 1" : "RAID 0+1");
        }
    }

    @Test
    void only_the_first_of_a_stripe_begins_at_sector_0_and_eleven_are_left_at_the_end() throws RefusedException {
        assertThat(make(wish("", Kind.RAID0, 8, 0), disks(3, 204800))
                        .group()
                        .sets()
                        .getFirst()
                        .members())
                .extracting(m -> m.extent())
                .containsExactly(new Extent(0, 204784), new Extent(10, 204784), new Extent(10, 204784));
        assertThat(make(wish("", Kind.RAID1, 0, 0), disks(2, 204800))
                        .group()
                        .sets()
                        .getFirst()
                        .members())
                .extracting(m -> m.extent())
                .containsOnly(new Extent(0, 204672));
        assertThat(make(wish("", Kind.RAID10, 16, 0), disks(4, 204811))
                        .group()
                        .sets()
                        .getFirst()
                        .members())
                .extracting(m -> m.extent())
                .containsExactly(
                        new Extent(0, 204800), new Extent(10, 204800), new Extent(0, 204800), new Extent(10, 204800));
    }

    @ParameterizedTest
    @CsvSource({"RAID0, 2", "RAID1, 2", "RAID10, 4"})
    void a_set_is_synchronised_renamed_and_deleted(Kind kind, int members) throws RefusedException {
        List<DiskInfo> disks = disks(members, 204800);
        CorpusDisks<Hpt37x> c = make(wish("data", kind, 0, 0), disks);
        assertThat(c.group().sets().getFirst().resync())
                .isEqualTo(kind == Kind.RAID0 ? Resync.CLEAN : Resync.RESYNCING);
        Group made = c.group();
        SETS.write(c, made, made.mapSets(s -> s.withResync(Resync.CLEAN)));
        Group clean = c.group();
        assertThat(clean.sets().getFirst().resync()).isEqualTo(Resync.CLEAN);
        String name = clean.sets().getFirst().name();
        SETS.write(c, clean, new Change.Rename(name, "other").apply(clean));
        Group renamed = c.group();
        assertThat(renamed.sets().getFirst()).isEqualTo(clean.sets().getFirst().withLabel("other"));
        SETS.write(c, renamed, new Change.Delete(name).apply(renamed));
        assertThat(disks).allSatisfy(d -> assertThat(c.reading(d.name())).isInstanceOf(Reading.Absent.class));
    }

    @Test
    void what_the_format_cant_express_is_refused() {
        List<DiskInfo> all = disks(10, 204800);
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 0, 0), all.subList(0, 9))).contains("hpt37x.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 0, 0), all.subList(0, 1))).contains("hpt37x.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 0), all.subList(0, 3))).contains("hpt37x.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID10, 0, 0), all.subList(0, 5)))
                .contains("hpt37x.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID10, 0, 0), all.subList(0, 8)))
                .isEmpty();
        for (int chunk : new int[] {4, 96, 256}) {
            assertThat(SETS.refusal(wish("m", Kind.RAID0, chunk, 0), all.subList(0, 2)))
                    .contains("hpt37x.chunk");
        }
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 204800), all.subList(0, 2)))
                .contains("hpt37x.size");
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 0), disks(2, 100))).contains("hpt37x.size");
        assertThat(SETS.refusal(wish("sixteen-letters-", Kind.RAID1, 0, 0), all.subList(0, 2)))
                .contains("hpt37x.name");
        List<DiskInfo> large = List.of(
                new DiskInfo("a", 204800, 4096, "A", null, "", null, false),
                new DiskInfo("b", 204800, 4096, "B", null, "", null, false));
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 0), large)).contains("hpt37x.sector-size");
    }

    /** Sizes have 32 bits: never is one cut. */
    @Test
    void a_set_of_more_sectors_than_can_be_told_is_refused() throws RefusedException {
        List<DiskInfo> disks = disks(2, (1L << 31) + 1024);
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 0, 0), disks)).contains("hpt37x.size");
        long most = (1L << 32) - 256;
        byte[] o = record(make(wish("m", Kind.RAID0, 0, most), disks), "sda");
        assertThat(word(o, 0x34)).isEqualTo(most);
    }

    @Test
    void disks_of_a_mirror_that_say_the_same_of_themselves_are_refused() {
        List<DiskInfo> twins = List.of(
                new DiskInfo("a", 204800, 512, "", null, "", null, false),
                new DiskInfo("b", 204800, 512, "", null, "", null, false));
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 0), twins)).contains("hpt37x.twins");
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 0, 0), twins)).isEmpty();
    }

    @Test
    void blkid_finds_what_is_made(@TempDir Path dir) throws Exception {
        CorpusDisks<Hpt37x> c = make(wish("m", Kind.RAID10, 0, 0), disks(4, 204800));
        for (String name : List.of("sda", "sdb", "sdc", "sdd")) {
            assertThat(Blkid.probe(dir, c, name)).containsEntry("TYPE", "hpt37x_raid_member");
        }
    }
}
