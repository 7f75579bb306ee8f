package org.dmkit.raid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.spi.Image;
import org.junit.jupiter.api.Test;

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
    void isFoundInATailAsItWasWritten() {
        byte[] tail = tail(RedoCodec.encode(redo, Redo.State.PREPARED, 2));

        Optional<RedoCodec.Copy> found = RedoCodec.find(ByteBuffer.wrap(tail), 1000);

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
        byte[] finished = RedoCodec.encode(redo, Redo.State.FINISHED, 0);
        System.arraycopy(finished, 0, prepared, 0, 512);

        assertThat(RedoCodec.find(ByteBuffer.wrap(tail(prepared)), 0).map(RedoCodec.Copy::state))
                .contains(Redo.State.FINISHED);
    }

    @Test
    void isNoRecordIfAnyByteIsDamaged() {
        byte[] record = RedoCodec.encode(redo, Redo.State.PREPARED, 1);
        var random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = record.clone();
            // the padding behind the body counts for nothing
            damaged[random.nextInt(damaged.length - 511)] ^= (byte) (1 << random.nextInt(8));
            if (java.util.Arrays.equals(damaged, 0, damaged.length - 512, record, 0, record.length - 512)) {
                continue;
            }
            assertThat(RedoCodec.find(ByteBuffer.wrap(tail(damaged)), 0)).isEmpty();
        }
    }

    @Test
    void isNoRecordIfItsEndIsCutOff() {
        byte[] record = RedoCodec.encode(redo, Redo.State.PREPARED, 1);
        assertThat(RedoCodec.find(
                        ByteBuffer.wrap(record, 0, record.length - 512).slice(), 0))
                .isEmpty();
    }

    @Test
    void theNewestOfSeveralCounts() {
        byte[] tail = tail(
                RedoCodec.encode(redo(8), Redo.State.PREPARED, 0), RedoCodec.encode(redo(9), Redo.State.FINISHED, 0));
        assertThat(RedoCodec.find(ByteBuffer.wrap(tail), 0).map(c -> c.redo().sequence()))
                .contains(9L);
    }
}
