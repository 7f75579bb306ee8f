package org.dmkit.raid.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Image;
import org.junit.jupiter.api.Test;

/** Notes of losses in a redo record. */
class NoteBodyTest {
    private static final long SIZE = 976_773_168;
    private static final long SEQUENCE = Long.MIN_VALUE + 3;

    private static Note.Witness witness(int n) {
        return new Note.Witness(
                "WD-WCAV5100000" + n,
                SIZE,
                List.of(new Extent(SIZE - 1, 1), new Extent(SIZE - 513, 1)),
                0x80000000 + 77 * n);
    }

    private static Note note(int losses) {
        return new Note(
                IntStream.range(0, losses)
                        .mapToObj(i -> new Note.Loss("lost " + i, i % 2 == 0 ? SIZE : 0, SEQUENCE - 2L * i))
                        .toList(),
                List.of(witness(1), witness(2)));
    }

    private static Redo redo(Note before, Note after) {
        var member = new Redo.Member(
                "WD-WCAV51000001",
                SIZE,
                List.of(new Image(SIZE - 1, new byte[512])),
                List.of(new Image(
                        SIZE - 1,
                        IntStream.range(0, 512)
                                .collect(() -> new byte[512], (b, i) -> b[i] = (byte) (i / 8), (a, b) -> {}))));
        return new Redo(
                new UUID(1, 2), SEQUENCE, false, "sil_x", List.of(member), List.of(new Redo.Notes(before, after)));
    }

    private static Redo again(Redo redo) {
        byte[] record = RedoCodec.encode(redo, Redo.State.FINISHED, 0);
        return RedoCodec.decode(ByteBuffer.wrap(record), 0, 0).orElseThrow().redo();
    }

    @Test
    void isReadAsItWasWritten() {
        for (Redo redo : List.of(
                redo(Note.NONE, note(1)),
                redo(note(3), note(2)),
                redo(note(1), new Note(List.of(), List.of(witness(1)))))) {
            assertThat(again(redo)).isEqualTo(redo);
        }
    }

    @Test
    void aRecordWithoutLossesIsAsItAlwaysWas() {
        Redo redo = redo(Note.NONE, Note.NONE);
        assertThat(again(redo)).isEqualTo(redo);
        byte[] with = RedoBody.encode(redo(Note.NONE, note(1)));
        byte[] without = RedoBody.encode(redo);
        assertThat(with).startsWith(without);
        assertThat(with.length).isGreaterThan(without.length);
    }

    @Test
    void oneLossOfAMirrorFitsIntoTheSector() {
        assertThat(RedoCodec.sectors(redo(Note.NONE, note(1)))).isEqualTo(1);
    }

    @Test
    void noMoreIsNotedThanIsRead() {
        assertThat(RedoCodec.sectors(redo(Note.NONE, note(NoteBody.MOST_LOSSES))))
                .isLessThanOrEqualTo(RedoCodec.MOST_SECTORS);
        assertThat(RedoCodec.sectors(redo(Note.NONE, note(NoteBody.MOST_LOSSES + 1))))
                .isGreaterThan(RedoCodec.MOST_SECTORS);
    }

    /** What a record holds whose note is this, with right checksums; numbers have seven bits a byte. */
    private static boolean isRecord(int... note) {
        Redo redo = redo(Note.NONE, Note.NONE);
        byte[] body = RedoBody.encode(redo);
        byte[] forged = Arrays.copyOf(body, body.length + note.length);
        for (int i = 0; i < note.length; i++) {
            forged[body.length + i] = (byte) note[i];
        }
        byte[] record = Forgery.of(redo).body(forged).record();
        return RedoCodec.decode(ByteBuffer.wrap(record), 0, 0).isPresent();
    }

    @Test
    void aForgedNoteIsNoRecordIfItCouldNotBe() {
        assertThat(isRecord(0, 0, 0, 0)).as("two empty notes").isTrue();
        assertThat(isRecord(0, 0)).as("one").isTrue();
        assertThat(isRecord(1, 1, 'x', 9, 0, 0)).as("a loss").isTrue();
        assertThat(isRecord(0, 1, 1, 'x', 9, 1, 1, 1, 1, 2, 3, 4))
                .as("a witness")
                .isTrue();

        assertThat(isRecord(0, 0, 0, 0, 0)).as("a byte too many").isFalse();
        assertThat(isRecord(65)).as("more losses than there may be").isFalse();
        assertThat(isRecord(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f))
                .as("2^63 losses")
                .isFalse();
        assertThat(isRecord(1, 0x7f, 'x', 9, 0, 0))
                .as("a serial beyond the end")
                .isFalse();
        assertThat(isRecord(0, 2, 1, 'x', 9, 1, 1, 1, 1, 2, 3, 4))
                .as("a witness less than told")
                .isFalse();
        assertThat(isRecord(0, 1, 1, 'x', 9, 65, 1, 1, 1, 2, 3, 4))
                .as("too many runs")
                .isFalse();
        assertThat(isRecord(0, 1, 1, 'x', 9, 1, 10, 1, 1, 2, 3, 4))
                .as("a run before the disk")
                .isFalse();
        assertThat(isRecord(0, 1, 1, 'x', 9, 1, 1, 2, 1, 2, 3, 4))
                .as("a run beyond the disk")
                .isFalse();
        assertThat(isRecord(0, 1, 1, 'x', 9, 1, 1, 0, 1, 2, 3, 4))
                .as("an empty run")
                .isFalse();
        assertThat(isRecord(0, 1, 1, 'x', 9, 1, 1, 1, 1, 2, 3))
                .as("a sum cut short")
                .isFalse();
    }
}
