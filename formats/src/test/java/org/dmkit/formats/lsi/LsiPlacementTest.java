package org.dmkit.formats.lsi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Delta;
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

    private static Wish wish(Kind kind, long size) {
        return new Wish("", kind, OptionalInt.empty(), size == 0 ? OptionalLong.empty() : OptionalLong.of(size));
    }

    private static List<DiskInfo> disks(int count, long sectors) {
        return IntStream.range(0, count)
                .mapToObj(i -> new DiskInfo("sd" + (char) ('a' + i), sectors, 512, "N-" + i, null, "", null, false))
                .toList();
    }

    private static CorpusDisks<LsiConfiguration> blank(List<DiskInfo> disks) {
        CorpusDisks<LsiConfiguration> c =
                CorpusDisks.load(FORMAT, "raid1-2disk").without("sda").without("sdb");
        disks.forEach(c::add);
        return c;
    }

    private static Group write(CorpusDisks<LsiConfiguration> c, Group t0, Group t1) {
        Delta delta = Delta.between(t0, t1);
        assertThat(t0.known().check(delta)).isEmpty();
        t0.known()
                .encode(delta)
                .images()
                .forEach((disk, images) -> images.forEach(i -> c.put(disk, i.lba(), i.bytes())));
        return c.found().isEmpty() ? t1 : c.group();
    }

    private static Group make(CorpusDisks<LsiConfiguration> c, Wish wish, List<DiskInfo> disks)
            throws RefusedException {
        Group t0 = LsiPlacement.INSTANCE.ground(FORMAT, disks, new Birth(7, TIME));
        Group t1 = new Change.Create(wish, disks, List.of()).apply(t0);
        Group read = write(c, t0, t1);
        assertThat(read.sets()).isEqualTo(t1.sets());
        assertThat(read.blocked()).isEmpty();
        return read;
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
        CorpusDisks<LsiConfiguration> ours = blank(disks);
        Group made = make(ours, wish(Kind.RAID1, 0), disks);
        assertThat(Expected.slots(made.sets().getFirst())).containsExactly("sda", "sdb rebuilding");
        write(ours, made, made.mapSets(s -> s.mapLeaves(x -> ((Member) x).withState(State.IN_SYNC))));
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
        CorpusDisks<LsiConfiguration> c = blank(disks);
        assertThat(make(c, wish(Kind.RAID1, wished), disks).sets().getFirst().size())
                .isEqualTo(made);
    }

    @Test
    void aSetIsDeleted() throws RefusedException {
        List<DiskInfo> disks = disks(2, 204800);
        CorpusDisks<LsiConfiguration> c = blank(disks);
        Group made = make(c, wish(Kind.RAID1, 0), disks);
        write(c, made, new Change.Delete(made.sets().getFirst().name()).apply(made));
        assertThat(c.found()).isEmpty();
    }

    private static Optional<String> refusal(Wish wish, List<DiskInfo> disks) {
        try {
            Group t0 = LsiPlacement.INSTANCE.ground(FORMAT, disks, new Birth(7, TIME));
            new Change.Create(wish, disks, List.of()).apply(t0);
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of(e.findings().getFirst().code());
        }
    }

    @Test
    void whatTheFormatCantExpressIsRefused() {
        List<DiskInfo> all = disks(4, 204800);
        assertThat(refusal(wish(Kind.RAID0, 0), all.subList(0, 2))).contains("lsi.level");
        assertThat(refusal(wish(Kind.RAID10, 0), all)).contains("lsi.level");
        assertThat(refusal(wish(Kind.RAID1, 0), all.subList(0, 3))).contains("lsi.members");
        assertThat(refusal(wish(Kind.RAID1, 204799), all.subList(0, 2))).contains("lsi.size");
        assertThat(refusal(wish(Kind.RAID1, 0), disks(2, 3L << 31))).contains("lsi.size");
    }
}
