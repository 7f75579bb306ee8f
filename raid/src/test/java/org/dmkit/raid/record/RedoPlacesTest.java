package org.dmkit.raid.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Image;
import org.junit.jupiter.api.Test;

class RedoPlacesTest {
    private static final long DISK = 10_000;

    @Test
    void takesTheLowestFreeRunOfTheTail() {
        assertThat(RedoPlaces.find(DISK, 8, List.of(new Extent(DISK - 2, 2)))).contains(new Extent(DISK - 128, 8));
    }

    @Test
    void goesBehindAVolumeThatReachesIntoTheTail() {
        assertThat(RedoPlaces.find(DISK, 8, List.of(new Extent(0, DISK - 100), new Extent(DISK - 2, 2))))
                .contains(new Extent(DISK - 100, 8));
    }

    @Test
    void skipsAGapThatIsTooSmall() {
        List<Extent> used = List.of(new Extent(DISK - 124, 20), new Extent(DISK - 100, 50), new Extent(DISK - 2, 2));
        assertThat(RedoPlaces.find(DISK, 8, used)).contains(new Extent(DISK - 50, 8));
    }

    @Test
    void findsNoneWhereTheTailIsFull() {
        assertThat(RedoPlaces.find(DISK, 8, List.of(new Extent(0, DISK - 9), new Extent(DISK - 2, 2))))
                .isEmpty();
    }

    private static final long TAIL = DISK - 128;

    private static Redo redo(int sectorsOfNoise) {
        byte[] before = new byte[sectorsOfNoise * 512];
        new Random(1).nextBytes(before);
        byte[] after = before.clone();
        after[0] ^= 1;
        var member = new Redo.Member("S", DISK, List.of(new Image(1, before)), List.of(new Image(1, after)));
        return new Redo(new UUID(1, 2), 3, false, "g", List.of(member));
    }

    private static ByteBuffer tail(int at, byte[]... sectors) {
        ByteBuffer tail = ByteBuffer.allocate(128 * 512);
        int next = at * 512;
        for (byte[] s : sectors) {
            tail.put(next, s);
            next += s.length;
        }
        return tail;
    }

    private static byte[] record(Redo.State state) {
        return RedoCodec.encode(redo(3), state, 0);
    }

    @Test
    void zerosAreFree() {
        assertThat(RedoPlaces.occupied(tail(0), TAIL)).isEmpty();
    }

    @Test
    void whatSomebodyElseHasWrittenStays() {
        byte[] somebodys = new byte[512];
        somebodys[511] = 1;
        assertThat(RedoPlaces.occupied(tail(7, somebodys), TAIL)).containsExactly(new Extent(TAIL + 7, 1));
    }

    @Test
    void anOldRecordIsFree() {
        for (Redo.State state : List.of(Redo.State.FINISHED, Redo.State.ABORTED, Redo.State.VOID)) {
            assertThat(RedoPlaces.occupied(tail(7, record(state)), TAIL)).isEmpty();
        }
    }

    @Test
    void aRecordThatIsOwedStays() {
        byte[] record = record(Redo.State.PREPARED);
        assertThat(RedoPlaces.occupied(tail(7, record), TAIL))
                .containsExactly(new Extent(TAIL + 7, record.length / 512));
    }

    @Test
    void whatIsLeftOfALongerRecordIsFree() {
        byte[] longer = record(Redo.State.FINISHED);
        byte[] shorter = RedoCodec.encode(redo(1), Redo.State.FINISHED, 0);
        System.arraycopy(shorter, 0, longer, 0, shorter.length);
        assertThat(longer.length).isGreaterThan(shorter.length);

        assertThat(RedoPlaces.occupied(tail(7, longer), TAIL)).isEmpty();
    }

    @Test
    void theFirstSectorOfARecordThatHasLostItsRestIsFree() {
        assertThat(RedoPlaces.occupied(tail(7, Arrays.copyOf(record(Redo.State.PREPARED), 512)), TAIL))
                .isEmpty();
    }

    @Test
    void aRecordOfANewerVersionStays() {
        byte[] record = record(Redo.State.FINISHED);
        for (int at = 0; at < record.length; at += 512) {
            record[at + 11] = '3';
        }
        assertThat(RedoPlaces.occupied(tail(7, record), TAIL)).hasSize(record.length / 512);
    }
}
