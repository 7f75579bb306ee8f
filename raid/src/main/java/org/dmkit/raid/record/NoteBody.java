package org.dmkit.raid.record;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.Extent;

/**
 * A note of losses as it follows in the body of a redo record, see {@link RedoBody} for numbers and texts: number of losses; of
 * each its serial, its size and how many transactions ago it was lost; number of witnesses; of each its serial, its size, the
 * runs of its metadata as in the record, and four bytes of sum, the lowest first.
 */
public final class NoteBody {
    /** More than any group has members: of more the oldest are forgotten. */
    public static final int MOST_LOSSES = 64;

    /** Of one disk. */
    private static final int MOST_RUNS = 64;

    private NoteBody() {}

    static void write(ByteArrayOutputStream out, Note note, long sequence) {
        RedoBody.number(out, note.losses().size());
        for (Note.Loss loss : note.losses()) {
            RedoBody.text(out, loss.serial());
            RedoBody.number(out, loss.sectors());
            RedoBody.number(out, sequence - loss.since());
        }
        RedoBody.number(out, note.witnesses().size());
        for (Note.Witness w : note.witnesses()) {
            RedoBody.text(out, w.serial());
            RedoBody.number(out, w.sectors());
            RedoBody.number(out, w.metadata().size());
            for (Extent run : w.metadata()) {
                RedoBody.number(out, w.sectors() - run.lba());
                RedoBody.number(out, run.count());
            }
            for (int shift = 0; shift < 32; shift += 8) {
                out.write(w.sum() >>> shift);
            }
        }
    }

    /** True if {@link #read} would take it. */
    static boolean isReadable(Note note, long sequence) {
        return note.losses().size() <= MOST_LOSSES
                && note.losses().stream().allMatch(l -> sequence - l.since() >= 0)
                && note.witnesses().stream().allMatch(w -> w.metadata().size() <= MOST_RUNS);
    }

    /** Throws IllegalArgumentException or BufferUnderflowException on what is no note. */
    static Note read(ByteBuffer in, long sequence) {
        var losses = new ArrayList<Note.Loss>();
        for (int n = RedoBody.upTo(MOST_LOSSES, in); n > 0; n--) {
            losses.add(new Note.Loss(RedoBody.text(in), RedoBody.number(in), sequence - RedoBody.number(in)));
        }
        var witnesses = new ArrayList<Note.Witness>();
        // One takes eight bytes at least.
        for (int n = RedoBody.upTo(in.remaining() / 8, in); n > 0; n--) {
            witnesses.add(witness(in));
        }
        return new Note(losses, witnesses);
    }

    private static Note.Witness witness(ByteBuffer in) {
        String serial = RedoBody.text(in);
        long sectors = RedoBody.number(in);
        List<Extent> runs = new ArrayList<>();
        for (int n = RedoBody.upTo(MOST_RUNS, in); n > 0; n--) {
            var run = new Extent(sectors - RedoBody.number(in), RedoBody.number(in));
            if (run.end() > sectors) {
                throw new IllegalArgumentException(run + " on a disk of " + sectors);
            }
            runs.add(run);
        }
        int sum = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            sum |= Byte.toUnsignedInt(in.get()) << shift;
        }
        return new Note.Witness(serial, sectors, runs, sum);
    }
}
