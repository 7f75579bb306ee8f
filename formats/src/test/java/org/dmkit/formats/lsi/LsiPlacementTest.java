package org.dmkit.formats.lsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.NewSets.disks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.formats.NewSets;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Placement.Birth;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New mirrors, byte by byte beside that of the corpus. */
class LsiPlacementTest {
    private static final LsiFormat FORMAT = new LsiFormat();
    private static final Instant TIME = Instant.parse("2001-07-02T20:49:36Z");
    private static final NewSets<LsiConfiguration> SETS = new NewSets<>(FORMAT, new Birth(7, TIME));

    private static Wish wish(Kind kind, long size) {
        return new Wish("", kind, OptionalInt.empty(), size == 0 ? OptionalLong.empty() : OptionalLong.of(size));
    }

    private static byte[] bytes(CorpusDisks<LsiConfiguration> c, String disk) {
        return c.get(disk, new Extent(c.disk(disk).sectors() - 1, 1));
    }

    private static ByteBuffer sector(CorpusDisks<LsiConfiguration> c, String disk) {
        return ByteBuffer.wrap(bytes(c, disk)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What differs: the timestamp, and the sizes, because ours leave room for a record. */
    @Test
    void aMirrorIsTheSameAsAnother() throws RefusedException {
        CorpusDisks<LsiConfiguration> theirs = CorpusDisks.load(FORMAT, "raid1-2disk");
        List<DiskInfo> disks = theirs.disks();
        CorpusDisks<LsiConfiguration> ours = SETS.blank(disks);
        Group made = SETS.make(ours, wish(Kind.RAID1, 0), disks);
        assertThat(Expected.slots(made.sets().getFirst())).containsExactly("sda", "sdb rebuilding");
        SETS.write(ours, made, made.mapSets(s -> s.mapLeaves(x -> ((Member) x).withState(State.IN_SYNC))));
        for (String disk : List.of("sda", "sdb")) {
            assertThat(sector(ours, disk).getInt(0x1f2)).isEqualTo((int) TIME.getEpochSecond());
            assertThat(sector(ours, disk).getInt(0x19)).isEqualTo(204800 - 2048 - 1);
            assertThat(sector(ours, disk).getInt(0x22)).isEqualTo(204800 - 2048 - 1);
            assertThat(sector(ours, disk).getInt(0x32)).isEqualTo(204800 - 2048 - 1);
            byte[] own = bytes(ours, disk);
            byte[] other = bytes(theirs, disk);
            for (byte[] b : List.of(own, other)) {
                Arrays.fill(b, 0x19, 0x1d, (byte) 0);
                Arrays.fill(b, 0x22, 0x26, (byte) 0);
                Arrays.fill(b, 0x32, 0x36, (byte) 0);
                Arrays.fill(b, 0x1f2, 0x1f6, (byte) 0);
            }
            assertThat(own).as(disk).isEqualTo(other);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 202751", "128000, 127999", "127999, 127999"})
    void aSizeIsNeverAMultipleOfTheVendorsUnit(long wished, long made) throws RefusedException {
        List<DiskInfo> disks = disks(2, 204800);
        CorpusDisks<LsiConfiguration> c = SETS.blank(disks);
        assertThat(SETS.make(c, wish(Kind.RAID1, wished), disks)
                        .sets()
                        .getFirst()
                        .size())
                .isEqualTo(made);
    }

    @Test
    void aSetIsDeleted() throws RefusedException {
        List<DiskInfo> disks = disks(2, 204800);
        CorpusDisks<LsiConfiguration> c = SETS.blank(disks);
        Group made = SETS.make(c, wish(Kind.RAID1, 0), disks);
        SETS.write(c, made, new Change.Delete(made.sets().getFirst().name()).apply(made));
        assertThat(c.found()).isEmpty();
    }

    @Test
    void whatTheFormatCantExpressIsRefused() {
        List<DiskInfo> all = disks(4, 204800);
        assertThat(SETS.refusal(wish(Kind.RAID0, 0), all.subList(0, 2))).contains("lsi.level");
        assertThat(SETS.refusal(wish(Kind.RAID10, 0), all)).contains("lsi.level");
        assertThat(SETS.refusal(wish(Kind.RAID1, 0), all.subList(0, 3))).contains("lsi.members");
        assertThat(SETS.refusal(wish(Kind.RAID1, 204799), all.subList(0, 2))).contains("lsi.size");
        assertThat(SETS.refusal(wish(Kind.RAID1, 0), disks(2, 3L << 31))).contains("lsi.size");
    }
}
