package org.dmkit.formats.jmicron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.NewSets.disks;
import static org.dmkit.formats.NewSets.wish;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New sets, byte by byte beside those of the corpus. */
class JmPlacementTest {
    private static final JmicronFormat FORMAT = new JmicronFormat();
    private static final NewSets<Jm> SETS = new NewSets<>(FORMAT, birth(7));

    private static Birth birth(long seed) {
        return new Birth(seed, Instant.EPOCH);
    }

    private static Group make(CorpusDisks<Jm> c, Wish wish, List<DiskInfo> disks) throws RefusedException {
        Group read = SETS.make(c, wish, disks);
        assertThat(c.codes()).isEmpty();
        return read;
    }

    private static byte[] sector(CorpusDisks<Jm> c, DiskInfo disk) {
        return c.get(disk.name(), new Extent(disk.sectors() - 1, 1));
    }

    /**
     * What differs: checksum and identities, which are drawn by lot, the size, because ours leave room for a record, and the stale
     * memory that the vendor's have behind the name and for spares.
     */
    @ParameterizedTest
    @CsvSource({
        "raid0-4disk-shuffled-128k, RAID0, 256",
        "raid0-2disk-1.5tib, RAID0, 0",
        "raid1-2disk, RAID1, 0",
        "raid01-4disk, RAID10, 128"
    })
    void aSetIsTheSameAsAnother(String name, Kind kind, int chunk) throws RefusedException {
        CorpusDisks<Jm> theirs = CorpusDisks.load(FORMAT, name);
        Group group = theirs.group();
        List<DiskInfo> disks =
                group.sets().getFirst().members().map(m -> m.disk()).toList();
        CorpusDisks<Jm> ours = SETS.blank(disks);
        int wished = chunk == 0 ? group.sets().getFirst().chunk() : chunk;
        Group made = make(ours, wish(group.sets().getFirst().label(), kind, wished, 0), disks);
        if (kind.redundant()) {
            assertThat(made.sets().getFirst().resync()).isEqualTo(Resync.RESYNCING);
            disks.forEach(d -> assertThat(sector(ours, d)[0x32]).isEqualTo((byte) 0x23));
            SETS.write(ours, made, made.mapSets(s -> s.withResync(Resync.CLEAN)));
        }
        for (int i = 0; i < disks.size(); i++) {
            byte[] own = sector(ours, disks.get(i));
            byte[] other = sector(theirs, disks.get(i));
            ByteBuffer words = ByteBuffer.wrap(own).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(words.getInt(0x10)).isEqualTo(words.getInt(0x40 + 4 * i));
            assertThat(words.getInt(0x10) & 0xf).isZero();
            long size = words.getInt(0x18) * 65536L + words.getChar(0x1c);
            assertThat(disks.get(i).sectors() - size).isBetween(2048L, 2048L + 255);
            for (byte[] b : List.of(own, other)) {
                Arrays.fill(b, 4, 6, (byte) 0);
                Arrays.fill(b, 0x10, 0x14, (byte) 0);
                Arrays.fill(b, 0x18, 0x1e, (byte) 0);
                Arrays.fill(b, 0x20 + made.sets().getFirst().label().length(), 0x30, (byte) 0);
                Arrays.fill(b, 0x38, 0x40, (byte) 0);
                Arrays.fill(b, 0x40, 0x40 + 4 * disks.size(), (byte) 0);
            }
            assertThat(own).as(disks.get(i).name()).isEqualTo(other);
        }
    }

    @Test
    void wordsAddUpToOneAsTheVendors() throws RefusedException {
        List<DiskInfo> disks = disks(2, 204800);
        CorpusDisks<Jm> c = SETS.blank(disks);
        make(c, wish("data", Kind.RAID1, 0, 0), disks);
        ByteBuffer words = ByteBuffer.wrap(sector(c, disks.getFirst())).order(ByteOrder.LITTLE_ENDIAN);
        int sum = 0;
        for (int at = 0; at < 128; at += 2) {
            sum += words.getShort(at);
        }
        assertThat(sum & 0xffff).isOne();
    }

    @Test
    void identitiesAreDrawnByLot() {
        List<DiskInfo> disks = disks(2, 204800);
        assertThat(new NewSets<>(FORMAT, birth(7)).ground(disks).known())
                .isNotEqualTo(new NewSets<>(FORMAT, birth(8)).ground(disks).known());
    }

    @ParameterizedTest
    @CsvSource({"RAID0, 2", "RAID1, 2", "RAID10, 4"})
    void aSetIsRenamedAndDeleted(Kind kind, int members) throws RefusedException {
        List<DiskInfo> disks = disks(members, 204800);
        CorpusDisks<Jm> c = SETS.blank(disks);
        Group t0 = make(c, wish("data", kind, 0, 0), disks);
        assertThat(t0.sets().getFirst().name()).isEqualTo("jmicron_data");
        Group renamed = SETS.write(c, t0, new Change.Rename("jmicron_data", "other").apply(t0));
        assertThat(renamed.sets().getFirst().name()).isEqualTo("jmicron_other");
        SETS.write(c, renamed, new Change.Delete("jmicron_other").apply(renamed));
        assertThat(c.found()).isEmpty();
    }

    @Test
    void whatTheFormatCantExpressIsRefused() {
        List<DiskInfo> all = disks(9, 204800);
        List<DiskInfo> none = List.of();
        assertThat(SETS.refusal(wish("m", Kind.RAID5, 0, 0), all.subList(0, 3), none))
                .contains("jmicron.level");
        assertThat(SETS.refusal(wish("m", Kind.RAID10, 0, 0), all.subList(0, 6), none))
                .contains("jmicron.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 0), all.subList(0, 3), none))
                .contains("jmicron.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 0, 0), all, none)).contains("jmicron.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 48, 0), all.subList(0, 2), none))
                .contains("jmicron.chunk");
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 204799), all.subList(0, 2), none))
                .contains("jmicron.size");
        assertThat(SETS.refusal(wish("no blanks", Kind.RAID1, 0, 0), all.subList(0, 2), none))
                .contains("jmicron.name");
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 0), all.subList(0, 2), all.subList(2, 3)))
                .contains("jmicron.spare-of-new-set");
    }
}
