package org.dmkit.formats.hpt45x;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.NewSets.disks;
import static org.dmkit.formats.NewSets.wish;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New sets, held against those of the corpus, whose records follow the real one. */
class Hpt45xPlacementTest {
    private static final Hpt45xFormat FORMAT = new Hpt45xFormat();
    private static final Birth BIRTH = new Birth(7, Instant.parse("2005-07-12T14:31:53Z"));
    private static final NewSets<Hpt45x> SETS = new NewSets<>(FORMAT, BIRTH);

    private static CorpusDisks<Hpt45x> make(Wish wish, List<DiskInfo> disks) throws RefusedException {
        CorpusDisks<Hpt45x> c = SETS.blank(disks);
        SETS.make(c, wish, disks);
        return c;
    }

    private static byte[] record(CorpusDisks<Hpt45x> c, DiskInfo disk) {
        return c.get(disk.name(), new Extent(disk.sectors() - 11, 1));
    }

    /**
     * All fields but those that tell one set from another: stamp, name, time, description, creator, and the sums. {@code rebuilt} is
     * the driver's word for all, not the old BIOS's; a mirror is whole chunks, so that there is room in front of the record; and
     * redundancy is owed.
     */
    @ParameterizedTest
    @CsvSource({
        "raid0-3-16k-shuffled, RAID0, 32",
        "raid0-4-1m, RAID0, 2048",
        "raid0-8-32k, RAID0, 64",
        "raid1-2, RAID1, 0",
        "raid5-3, RAID5, 128",
        "raid10-4, RAID10, 128",
        "big-3tb-raid0, RAID0, 128"
    })
    void a_set_is_laid_out_as_the_vendor_does(String name, Kind kind, int chunk) throws RefusedException {
        CorpusDisks<Hpt45x> theirs = CorpusDisks.load(FORMAT, name);
        List<DiskInfo> disks =
                disks(theirs.disks().size(), theirs.disks().getFirst().sectors());
        CorpusDisks<Hpt45x> ours = make(wish("x", kind, chunk, 0), disks);
        int columns = disks.size() / 2;
        for (DiskInfo disk : theirs.disks()) {
            byte[] t = record(theirs, disk);
            int slot = kind == Kind.RAID10 ? t[0x22] * columns + t[0x12] : t[0x12];
            byte[] o = record(ours, disks.get(slot));
            assertThat(Arrays.copyOf(o, 4)).isEqualTo(Arrays.copyOf(t, 4));
            assertThat(o[0x0b]).as("levels").isEqualTo(t[0x0b]);
            for (int level : kind == Kind.RAID10 ? new int[] {0x0c, 0x1c} : new int[] {0x0c}) {
                assertThat(capacity(o, level))
                        .isEqualTo(kind == Kind.RAID1 ? capacity(t, level) / 128 * 128 : capacity(t, level));
                assertThat(Arrays.copyOfRange(o, level + 4, level + 8))
                        .as("type, members, number, shift")
                        .isEqualTo(Arrays.copyOfRange(t, level + 4, level + 8));
                assertThat(o[level + 10]).as("critical").isZero();
            }
            int owed = kind == Kind.RAID10 ? 0x24 : 0x14;
            assertThat(o[owed]).as("need_rebuild").isEqualTo((byte) (kind == Kind.RAID0 ? 0 : 1));
            assertThat(o[owed + 4]).as("rebuilt").isEqualTo((byte) (kind == Kind.RAID5 ? 0 : 0xff));
            assertThat(Arrays.copyOfRange(o, 0xa4, 0x200)).containsOnly(0);
        }
    }

    private static long capacity(byte[] record, int level) {
        ByteBuffer b = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        int high = level == 0x0c ? 0x94 : 0x9c;
        return Integer.toUnsignedLong(b.getInt(level)) | Integer.toUnsignedLong(b.getInt(high)) << 32;
    }

    @Test
    void a_record_tells_its_name_and_when_it_was_made() throws RefusedException {
        List<DiskInfo> disks = disks(2, 204800);
        byte[] o = record(make(wish("fifteen-letters", Kind.RAID1, 0, 0), disks), disks.getFirst());
        assertThat(new String(o, 0x2c, 16, StandardCharsets.ISO_8859_1)).isEqualTo("fifteen-letters\0");
        int time = ByteBuffer.wrap(o).order(ByteOrder.LITTLE_ENDIAN).getInt(0x3c);
        assertThat(new int[] {
                    time & 63, time >> 6 & 63, time >> 12 & 15, time >> 16 & 63, time >> 22 & 31, time >> 27 & 31
                })
                .containsExactly(53, 31, 7, 14, 12, 5);
    }

    @Test
    void a_record_fits_beside_what_a_set_fills() throws RefusedException {
        for (Kind kind : Kind.values()) {
            List<DiskInfo> disks = disks(4, 204800);
            List<DiskInfo> used = kind == Kind.RAID1 ? disks.subList(0, 2) : disks;
            make(wish("", kind, 0, 0), used)
                    .group()
                    .sets()
                    .getFirst()
                    .members()
                    .forEach(m -> assertThat(m.extent()).isEqualTo(new Extent(0, 204800 - 128)));
        }
    }

    @ParameterizedTest
    @CsvSource({"RAID0, 2", "RAID1, 2", "RAID5, 3", "RAID10, 4"})
    void a_set_is_synchronised_renamed_and_deleted(Kind kind, int members) throws RefusedException {
        List<DiskInfo> disks = disks(members, 204800);
        CorpusDisks<Hpt45x> c = make(wish("data", kind, 0, 0), disks);
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
        List<DiskInfo> all = disks(9, 204800);
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 0, 0), all)).contains("hpt45x.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 0, 0), all.subList(0, 1))).contains("hpt45x.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 0), all.subList(0, 3))).contains("hpt45x.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID5, 0, 0), all.subList(0, 2))).contains("hpt45x.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID10, 0, 0), all.subList(0, 5)))
                .contains("hpt45x.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID10, 0, 0), all.subList(0, 8)))
                .isEmpty();
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 16, 0), all.subList(0, 2)))
                .contains("hpt45x.chunk");
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 8192, 0), all.subList(0, 2)))
                .contains("hpt45x.chunk");
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 96, 0), all.subList(0, 2)))
                .contains("hpt45x.chunk");
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 204800), all.subList(0, 2)))
                .contains("hpt45x.size");
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 0), disks(2, 100))).contains("hpt45x.size");
        assertThat(SETS.refusal(wish("sixteen-letters-", Kind.RAID1, 0, 0), all.subList(0, 2)))
                .contains("hpt45x.name");
        List<DiskInfo> large = List.of(
                new DiskInfo("a", 204800, 4096, "A", null, "", null, false),
                new DiskInfo("b", 204800, 4096, "B", null, "", null, false));
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 0), large)).contains("hpt45x.sector-size");
    }
}
