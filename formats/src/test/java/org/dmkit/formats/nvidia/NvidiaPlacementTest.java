package org.dmkit.formats.nvidia;

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
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Placement.Birth;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New sets, byte by byte beside those of the corpus. */
class NvidiaPlacementTest {
    private static final NvidiaFormat FORMAT = new NvidiaFormat();
    private static final NewSets<NvidiaMetadata> SETS = new NewSets<>(FORMAT, birth(7));

    private static Birth birth(long seed) {
        return new Birth(seed, Instant.parse("2005-07-12T14:31:53Z"));
    }

    private static Group make(CorpusDisks<NvidiaMetadata> c, Wish wish, List<DiskInfo> disks) throws RefusedException {
        Group read = SETS.make(c, wish, disks);
        assertThat(c.codes()).isEmpty();
        return read;
    }

    private static byte[] sector(CorpusDisks<NvidiaMetadata> c, DiskInfo disk) {
        return c.get(disk.name(), new Extent(disk.sectors() - 2, 1));
    }

    /** What differs: the checksum and the signature, which is drawn by lot. */
    @ParameterizedTest
    @CsvSource({
        "raid0-2disk-64k, RAID0, 128",
        "raid0-4disk-shuffled-mixed-sizes-16k, RAID0, 32",
        "raid1-unequal-sizes, RAID1, 0",
        "raid5-3disk-64k, RAID5, 128",
        "raid5-5disk-16k, RAID5, 32",
        "raid01-4disk, RAID10, 128"
    })
    void aSetIsTheSameAsAnother(String name, Kind kind, int chunk) throws RefusedException {
        CorpusDisks<NvidiaMetadata> theirs = CorpusDisks.load(FORMAT, name);
        List<DiskInfo> disks =
                theirs.group().sets().getFirst().members().map(m -> m.disk()).toList();
        CorpusDisks<NvidiaMetadata> ours = SETS.blank(disks);
        Group made = make(ours, wish("", kind, chunk, 0), disks);
        if (kind.redundant()) {
            assertThat(made.sets().getFirst().resync()).isEqualTo(Resync.RESYNCING);
            disks.forEach(d -> assertThat(sector(ours, d)[0x48]).isEqualTo((byte) 5));
            SETS.write(ours, made, made.mapSets(s -> s.withResync(Resync.CLEAN)));
        }
        for (DiskInfo disk : disks) {
            byte[] own = sector(ours, disk);
            byte[] other = sector(theirs, disk);
            for (byte[] b : List.of(own, other)) {
                Arrays.fill(b, 0x0c, 0x10, (byte) 0);
                Arrays.fill(b, 0x38, 0x48, (byte) 0);
            }
            assertThat(own).as(disk.name()).isEqualTo(other);
        }
    }

    /** First the whole first stripe, then its copy. */
    @Test
    void unitsOfAWideMirrorOfStripesAreNumberedThrough() throws RefusedException {
        List<DiskInfo> disks = disks(6, 204800);
        CorpusDisks<NvidiaMetadata> c = SETS.blank(disks);
        make(c, wish("wide", Kind.RAID10, 0, 0), disks);
        for (int i = 0; i < 6; i++) {
            byte[] sector = sector(c, disks.get(i));
            assertThat(sector[0x12]).isEqualTo((byte) i);
            assertThat(sector[0x49]).as("stripeWidth").isEqualTo((byte) 3);
        }
    }

    @Test
    void signaturesAreDrawnByLot() {
        assertThat(new NewSets<>(FORMAT, birth(7)).ground(disks(2, 204800)).name())
                .isNotEqualTo(
                        new NewSets<>(FORMAT, birth(8)).ground(disks(2, 204800)).name());
    }

    @ParameterizedTest
    @CsvSource({"RAID0, 2", "RAID1, 2", "RAID5, 3", "RAID10, 4"})
    void aSetIsRenamedAndDeleted(Kind kind, int members) throws RefusedException {
        List<DiskInfo> disks = disks(members, 204800);
        CorpusDisks<NvidiaMetadata> c = SETS.blank(disks);
        Group t0 = make(c, wish("data", kind, 0, 0), disks);
        RaidSet set = t0.sets().getFirst();
        assertThat(set.label()).isEqualTo("data");
        Group renamed = SETS.write(c, t0, new Change.Rename(set.name(), "other").apply(t0));
        assertThat(renamed.sets().getFirst()).isEqualTo(set.withLabel("other"));
        SETS.write(c, renamed, new Change.Delete(set.name()).apply(renamed));
        assertThat(c.found()).isEmpty();
    }

    @Test
    void whatTheFormatCantExpressIsRefused() {
        List<DiskInfo> all = disks(7, 204800);
        assertThat(SETS.refusal(wish("m", Kind.RAID10, 0, 0), all.subList(0, 5)))
                .contains("nvidia.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 0), all.subList(0, 3))).contains("nvidia.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID5, 0, 0), all.subList(0, 2))).contains("nvidia.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 0, 0), all)).contains("nvidia.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID5, 48, 0), all.subList(0, 3)))
                .contains("nvidia.chunk");
        assertThat(SETS.refusal(wish("m", Kind.RAID5, 512, 0), all.subList(0, 3)))
                .contains("nvidia.chunk");
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 204800), all.subList(0, 2)))
                .contains("nvidia.size");
        assertThat(SETS.refusal(wish("seventeen letters", Kind.RAID1, 0, 0), all.subList(0, 2)))
                .contains("nvidia.name");
    }

    @Test
    void aSpareIsGivenToASetThatIsThere() throws RefusedException {
        List<DiskInfo> all = disks(3, 204800);
        Group t0 = new NewSets<>(FORMAT, birth(7)).ground(all);
        var create = new Change.Create(wish("m", Kind.RAID1, 0, 0), all.subList(0, 2), all.subList(2, 3));
        assertThat(t0.known().check(Delta.between(t0, create.apply(t0))))
                .extracting(Finding::code)
                .containsExactly("nvidia.spare-of-new-set");
    }

    /** The capacity has 32 bits. */
    @Test
    void aSetHasLessThanTwoTebibytes() throws RefusedException {
        List<DiskInfo> large = disks(2, 3L << 30);
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 0, 0), large)).contains("nvidia.size");
        CorpusDisks<NvidiaMetadata> c = SETS.blank(large);
        make(c, wish("m", Kind.RAID0, 0, 0xffff_ff00L), large);
        assertThat(ByteBuffer.wrap(sector(c, large.getFirst()))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getInt(0x14))
                .isEqualTo(0xffff_ff00);
    }
}
