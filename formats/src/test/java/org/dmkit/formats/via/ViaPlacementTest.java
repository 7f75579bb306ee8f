package org.dmkit.formats.via;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.NewSets.disks;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.Blkid;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.NewSets;
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

/** New mirrors: the bytes as the facts have them, and read by blkid. */
class ViaPlacementTest {
    private static final ViaFormat FORMAT = new ViaFormat();
    private static final long SECTORS = 204800;
    private static final NewSets<ViaMetadata> SETS = new NewSets<>(FORMAT, birth(7));

    private static Birth birth(long seed) {
        return new Birth(seed, Instant.EPOCH);
    }

    private static Wish wish(Kind kind, long size) {
        return new Wish("data", kind, OptionalInt.empty(), size == 0 ? OptionalLong.empty() : OptionalLong.of(size));
    }

    private static Group made(Wish wish, List<DiskInfo> disks, long seed) throws RefusedException {
        return new Change.Create(wish, disks, List.of()).apply(new NewSets<>(FORMAT, birth(seed)).ground(disks));
    }

    private static CorpusDisks<ViaMetadata> make(Wish wish) throws RefusedException {
        List<DiskInfo> disks = disks(2, SECTORS);
        CorpusDisks<ViaMetadata> c = SETS.blank(disks);
        SETS.make(c, wish, disks);
        return c;
    }

    private static byte[] sector(CorpusDisks<ViaMetadata> c, String disk) {
        return c.get(disk, new Extent(SECTORS - 1, 1));
    }

    private static int sum(byte[] sector, int to) {
        return IntStream.range(0, to).map(i -> sector[i]).sum() & 0xff;
    }

    @Test
    void theBytesAreThoseOfTheFacts() throws Exception {
        CorpusDisks<ViaMetadata> c = make(wish(Kind.RAID1, 0));
        byte[] first = sector(c, "sda");
        byte[] second = sector(c, "sdb");
        // signature, version, bootable + in array + RAID 1, source and dirty or mirror, two disks
        assertThat(Arrays.copyOf(first, 6)).containsExactly(0x55, 0xaa, 1, 0x0d, 4 << 2, 2);
        assertThat(Arrays.copyOf(second, 6)).containsExactly(0x55, 0xaa, 1, 0x0d, 2 << 2, 2);
        assertThat(Arrays.copyOfRange(first, 6, 14)).isEqualTo(Arrays.copyOfRange(second, 6, 14));
        // one table in both, own identities at its beginning, nobody else
        assertThat(Arrays.copyOfRange(first, 0x12, 0x32)).isEqualTo(Arrays.copyOfRange(second, 0x12, 0x32));
        assertThat(Arrays.copyOfRange(first, 0x0e, 0x12)).isEqualTo(Arrays.copyOfRange(first, 0x12, 0x16));
        assertThat(Arrays.copyOfRange(second, 0x0e, 0x12)).isEqualTo(Arrays.copyOfRange(first, 0x16, 0x1a));
        assertThat(Arrays.copyOfRange(first, 0x1a, 0x32)).containsOnly(0);
        for (byte[] sector : List.of(first, second)) {
            assertThat(sector[0x32] & 0xff).isEqualTo(sum(sector, 0x32));
            assertThat(sector[0x1ff] & 0xff).isEqualTo(sum(sector, 0x1ff));
        }
    }

    /** dmraid reads the whole disk; what we use is less, and is no multiple that would be read as the whole. */
    @Test
    void theEndStaysFree() throws Exception {
        RaidSet set = make(wish(Kind.RAID1, 0)).group().sets().getFirst();
        assertThat(set.size()).isEqualTo(SECTORS - 2048 - 1);
        assertThat(make(wish(Kind.RAID1, 10001)).group().sets().getFirst().size())
                .isEqualTo(10001);
        assertThat(set.resync()).isEqualTo(Resync.DIRTY);
    }

    @Test
    void aSetIsDeleted() throws Exception {
        CorpusDisks<ViaMetadata> c = make(wish(Kind.RAID1, 0));
        Group t0 = c.group();
        SETS.write(c, t0, new Change.Delete(t0.sets().getFirst().name()).apply(t0));
        assertThat(c.found()).isEmpty();
    }

    /** A half of an earlier set that was away must not be taken for one of the new set. */
    @Test
    void theSameDisksMakeAnotherSetEachTime() throws Exception {
        List<DiskInfo> disks = disks(2, SECTORS);
        assertThat(made(wish(Kind.RAID1, 0), disks, 7).name())
                .isNotEqualTo(made(wish(Kind.RAID1, 0), disks, 8).name());
    }

    @Test
    void whatTheFormatCantExpressIsRefused() {
        assertThat(SETS.refusal(wish(Kind.RAID1, 0), disks(2, SECTORS))).isEmpty();
        assertThat(SETS.refusal(wish(Kind.RAID0, 0), disks(2, SECTORS))).contains("via.level");
        assertThat(SETS.refusal(wish(Kind.RAID1, 0), disks(3, SECTORS))).contains("via.members");
        assertThat(SETS.refusal(wish(Kind.RAID1, SECTORS), disks(2, SECTORS))).contains("via.size");
        assertThat(SETS.refusal(wish(Kind.RAID1, 0), disks(2, 2048))).contains("via.size");
        List<DiskInfo> nameless = disks(2, SECTORS).stream()
                .map(d -> new DiskInfo(d.name(), d.sectors(), 512, "", null, "", null, false))
                .toList();
        assertThat(SETS.refusal(wish(Kind.RAID1, 0), nameless)).contains("via.no-serial");
    }

    @Test
    void blkidKnowsIt(@TempDir Path directory) throws Exception {
        CorpusDisks<ViaMetadata> c = make(wish(Kind.RAID1, 0));
        assertThat(Blkid.probe(directory, c, "sda")).containsEntry("TYPE", "via_raid_member");
    }
}
