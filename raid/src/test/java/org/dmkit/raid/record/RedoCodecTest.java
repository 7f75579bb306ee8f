package org.dmkit.raid.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedoCodecTest {
    private final Redo redo = redo(7);

    private static Redo redo(long sequence) {
        return new Redo(
                new UUID(1, 2),
                sequence,
                true,
                "isw_abc",
                List.of(member("A", 10, 1, 2), member("B", 10, 1, 2), member("", 20, 3, 2)));
    }

    private static Redo.Member member(String serial, long lba, int before, int after) {
        return new Redo.Member(
                serial,
                100_000,
                List.of(image(lba, before, 2), image(lba + 5, before, 1)),
                List.of(image(lba, after, 2), image(lba + 5, after, 1)));
    }

    private static Image image(long lba, int seed, int sectors) {
        byte[] bytes = new byte[512 * sectors];
        new Random(seed).nextBytes(bytes);
        return new Image(lba, bytes);
    }

    private static byte[] tail(byte[]... records) {
        var all = ByteBuffer.allocate(128 * 512);
        int at = 3;
        for (byte[] r : records) {
            all.put(at * 512, r);
            at += r.length / 512 + 2;
        }
        return all.array();
    }

    @Test
    void whatWasWrittenForAJournalIsNoneOnADisk() {
        byte[] journal = tail(RedoCodec.encode(redo, Redo.State.PREPARED, redo.journal()));
        assertThat(RedoCodec.find(ByteBuffer.wrap(journal), 1000, List.of())).isEmpty();
    }

    @Test
    void isFoundInATailAsItWasWritten() {
        byte[] tail = tail(RedoCodec.encode(redo, Redo.State.PREPARED, 2));

        Optional<RedoCodec.Copy> found = RedoCodec.find(ByteBuffer.wrap(tail), 1000, List.of());

        assertThat(found)
                .contains(new RedoCodec.Copy(redo, Redo.State.PREPARED, 2, new Extent(1003, RedoCodec.sectors(redo))));
    }

    @Test
    void keepsContentThatMembersShareOnce() {
        // three different contents of two and one sectors each, a header, and a little to refer to them
        assertThat(RedoCodec.sectors(redo)).isLessThanOrEqualTo(1 + 3 * 3 + 1);
    }

    @Test
    void losesNothingWhenOnlyTheHeaderIsRewritten() {
        byte[] prepared = RedoCodec.encode(redo, Redo.State.PREPARED, 0);
        byte[] finished = RedoCodec.withState(prepared, Redo.State.FINISHED);
        System.arraycopy(finished, 0, prepared, 0, 512);

        assertThat(RedoCodec.find(ByteBuffer.wrap(tail(prepared)), 0, List.of()).map(RedoCodec.Copy::state))
                .contains(Redo.State.FINISHED);
    }

    @Test
    void isNoRecordIfAnyByteIsDamaged() {
        byte[] record = RedoCodec.encode(redo, Redo.State.PREPARED, 1);
        var random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = record.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(RedoCodec.find(ByteBuffer.wrap(tail(damaged)), 0, List.of()))
                    .isEmpty();
        }
    }

    @Test
    void isNoRecordIfItsEndIsCutOff() {
        byte[] record = RedoCodec.encode(redo, Redo.State.PREPARED, 1);
        assertThat(RedoCodec.find(
                        ByteBuffer.wrap(record, 0, record.length - 512).slice(), 0, List.of()))
                .isEmpty();
    }

    @Test
    void theNewestOfSeveralCounts() {
        byte[] tail = tail(
                RedoCodec.encode(redo(8), Redo.State.PREPARED, 0), RedoCodec.encode(redo(9), Redo.State.FINISHED, 0));
        assertThat(RedoCodec.find(ByteBuffer.wrap(tail), 0, List.of())
                        .map(c -> c.redo().sequence()))
                .contains(9L);
    }

    @Test
    void anotherDeflaterMayHaveWrittenWhatIsMarked() {
        byte[] record = Forgery.of(redo).deflated(Deflater.NO_COMPRESSION).record();
        System.arraycopy(RedoCodec.withState(record, Redo.State.ABORTED), 0, record, 0, 512);

        assertThat(record).isNotEqualTo(RedoCodec.encode(redo, Redo.State.ABORTED, 0));
        assertThat(RedoCodec.find(ByteBuffer.wrap(tail(record)), 0, List.of()))
                .contains(new RedoCodec.Copy(redo, Redo.State.ABORTED, 0, new Extent(3, record.length / 512)));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
    void aChangeOfAOneSectorFormatFitsIntoOneSector(int disks) {
        Redo change = oneSectorFormat(disks);
        byte[] record = RedoCodec.encode(change, Redo.State.PREPARED, 1);

        assertThat(record).hasSize(512);
        assertThat(RedoCodec.find(ByteBuffer.wrap(record), 9, List.of()).map(RedoCodec.Copy::redo))
                .contains(change);
    }

    /**
     * As sil, via or nvidia have it: a signature, model and name of the set, which all disks bear; per disk a serial, its slot
     * and a checksum. The change counts on a generation, a state and a time, and so the checksum, which is the disk's own.
     */
    private static Redo oneSectorFormat(int disks) {
        var random = new Random(disks);
        byte[] common = new byte[512];
        for (int at = 0; at < 40; at++) {
            common[96 + at] = (byte) (1 + random.nextInt(255));
        }
        byte[] later = common.clone();
        for (int at : new int[] {100, 101, 110, 111, 112, 120, 130, 131}) {
            later[at] ^= (byte) (1 + random.nextInt(255));
        }
        return new Redo(
                UUID.randomUUID(),
                12,
                false,
                "sil_ahbcdfbbcdfa",
                IntStream.range(0, disks)
                        .mapToObj(disk -> {
                            byte[] before = common.clone();
                            byte[] after = later.clone();
                            for (byte[] b : List.of(before, after)) {
                                b[200] = (byte) disk;
                                ByteBuffer.wrap(b).putInt(204, 0x5a000000 + 77 * disk);
                                ByteBuffer.wrap(b).putShort(318, (short) random.nextInt());
                            }
                            String serial = "WD-WCAV5" + String.format("%07d", random.nextInt(10_000_000));
                            long lba = 976_773_168 - 1;
                            return Redo.Member.ofDiffering(
                                    serial,
                                    976_773_168,
                                    List.of(new Image(lba, before)),
                                    List.of(new Image(lba, after)));
                        })
                        .toList());
    }

    @Test
    void aSectorThatDiffersInALongSectionStaysSmall() {
        byte[] before = new byte[65536];
        new Random(3).nextBytes(before);
        byte[] after = before.clone();
        for (int i = 0; i < 8; i++) {
            after[20 * 512 + 4 + i] ^= 0x55;
        }
        List<Redo.Member> members = IntStream.range(0, 16)
                .mapToObj(disk -> Redo.Member.ofDiffering(
                        "S" + disk,
                        3_000_000,
                        List.of(new Image(2_900_000, before)),
                        List.of(new Image(2_900_000, after))))
                .toList();

        assertThat(RedoCodec.sectors(new Redo(new UUID(1, 2), 1, false, "ddf1_x", members)))
                .isLessThanOrEqualTo(2);
    }

    @Test
    void theSmallestNumberIsNewerThanTheLargest() {
        byte[] tail = tail(
                RedoCodec.encode(redo(Long.MIN_VALUE), Redo.State.PREPARED, 0),
                RedoCodec.encode(redo(Long.MAX_VALUE), Redo.State.PREPARED, 0));
        assertThat(RedoCodec.find(ByteBuffer.wrap(tail), 0, List.of())
                        .map(c -> c.redo().sequence()))
                .contains(Long.MIN_VALUE);
    }

    @Test
    void aRecordOfANewerVersionIsKnownAndNotRead() {
        byte[] record = RedoCodec.encode(redo, Redo.State.PREPARED, 0);
        ByteBuffer tail = ByteBuffer.wrap(tail(record));
        assertThat(RedoCodec.isNewer(tail, 3)).isFalse();

        tail.put(3 * 512 + 11, (byte) '3');

        assertThat(RedoCodec.isNewer(tail, 3)).isTrue();
        assertThat(RedoCodec.find(tail, 0, List.of())).isEmpty();
    }

    @Test
    void noMoreIsInflatedThanARecordMayHold() {
        byte[] zeros = new byte[64 << 20];
        assertThat(RedoBody.inflate(RedoBody.deflate(zeros), zeros.length)).isEmpty();
        assertThat(RedoBody.inflate(RedoBody.deflate(zeros), 1 << 20)).isEmpty();
    }

    @Test
    void aBodyThatPromisesMoreThanItHoldsIsNone() {
        byte[] millions = {1, 'g', (byte) 0xff, (byte) 0xff, 0x03, 0, 1, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f};
        assertThat(RedoBody.decode(millions, new UUID(1, 2), 1, false)).isEmpty();
    }

    @Test
    void whatCouldNotBeReadAgainFitsNowhere() {
        var zeros = new Image(1, new byte[3 << 20]);
        var ones = new byte[3 << 20];
        Arrays.fill(ones, (byte) 1);
        var member = new Redo.Member("A", 100_000, List.of(zeros), List.of(new Image(1, ones)));

        assertThat(RedoCodec.sectors(new Redo(new UUID(1, 2), 1, false, "g", List.of(member))))
                .isGreaterThan(RedoCodec.MOST_SECTORS);
    }
}
