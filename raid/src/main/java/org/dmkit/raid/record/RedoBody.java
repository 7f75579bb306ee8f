package org.dmkit.raid.record;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.dmkit.raid.format.Image;

/**
 * What a redo record tells, as bytes that deflate well: name of the group; number of members; of each its serial, its size and
 * the runs of sectors (how far the first lies from the end of the disk, how many); then what is in them, all of T0, and all of
 * T1 as what is exclusive or'ed to T0. Of each group that has lost disks which aren't made good there follow the notes of T0 and T1, see
 * {@link NoteBody}; else the body ends here, as it always did before there were notes. Numbers have seven bits a byte, the lowest first, the eighth set where more follow; a
 * text follows its length. Stored deflated (RFC 1951).
 */
final class RedoBody {
    /** Twice what a change of one sector on each of 1023 disks, DDF's most, and of its second copy needs. */
    static final int MOST_BYTES = 4 << 20;

    /** The header has two bytes for the index of one. */
    private static final int MOST_MEMBERS = 1 << 16;

    private static final int SECTOR = RedoCodec.SECTOR;

    private RedoBody() {}

    public static byte[] encode(Redo redo) {
        var out = new ByteArrayOutputStream();
        text(out, redo.group());
        number(out, redo.members().size());
        for (Redo.Member m : redo.members()) {
            text(out, m.serial());
            number(out, m.sectors());
            number(out, m.t1().size());
            for (Image run : m.t1()) {
                number(out, m.sectors() - run.lba());
                number(out, run.extent().count());
            }
        }
        redo.members().stream().flatMap(m -> m.t0().stream()).forEach(i -> out.writeBytes(i.bytes()));
        for (Redo.Member m : redo.members()) {
            for (int i = 0; i < m.t1().size(); i++) {
                out.writeBytes(difference(m.t0().get(i).bytes(), m.t1().get(i).bytes()));
            }
        }
        redo.notes().forEach(n -> {
            NoteBody.write(out, n.before(), redo.sequence());
            NoteBody.write(out, n.after(), redo.sequence());
        });
        return out.toByteArray();
    }

    /** True if {@link #decode} would take it. */
    static boolean isReadable(Redo redo, byte[] body) {
        return body.length <= MOST_BYTES
                && redo.members().size() <= MOST_MEMBERS
                && redo.notes().stream()
                        .allMatch(n -> NoteBody.isReadable(n.before(), redo.sequence())
                                && NoteBody.isReadable(n.after(), redo.sequence()));
    }

    /** Empty if these bytes are not what {@link #encode} gives. */
    static Optional<Redo> decode(byte[] body, UUID id, long sequence, boolean onlyForward) {
        try {
            return Optional.of(parse(ByteBuffer.wrap(body), id, sequence, onlyForward));
        } catch (BufferUnderflowException | IllegalArgumentException notOurs) {
            // The checksums fit, so somebody made it so: nothing to act upon.
            return Optional.empty();
        }
    }

    /** As it is told, which may be no extent of any disk. */
    private record Run(long lba, long count) {}

    /** A member whose images are still to come. */
    private record Frame(String serial, long sectors, List<Run> runs) {}

    private static Redo parse(ByteBuffer in, UUID id, long sequence, boolean onlyForward) {
        String group = text(in);
        var frames = new ArrayList<Frame>();
        // What a run tells takes a sector of T0 and one of T1 at least.
        int runsLeft = in.remaining() / (2 * SECTOR);
        for (int n = upTo(MOST_MEMBERS, in); n > 0; n--) {
            String serial = text(in);
            long sectors = number(in);
            var runs = new ArrayList<Run>();
            for (int k = upTo(runsLeft, in); k > 0; k--) {
                runs.add(new Run(sectors - number(in), number(in)));
                runsLeft--;
            }
            frames.add(new Frame(serial, sectors, runs));
        }
        List<List<Image>> before = frames.stream().map(f -> images(in, f)).toList();
        var members = new ArrayList<Redo.Member>();
        for (int i = 0; i < frames.size(); i++) {
            List<Image> t0 = before.get(i);
            var t1 = new ArrayList<Image>();
            for (Image was : t0) {
                byte[] bytes = new byte[was.bytes().length];
                in.get(bytes);
                t1.add(new Image(was.lba(), difference(was.bytes(), bytes)));
            }
            members.add(new Redo.Member(frames.get(i).serial(), frames.get(i).sectors(), t0, t1));
        }
        var notes = new ArrayList<Redo.Notes>();
        while (in.hasRemaining()) {
            Note ofT0 = NoteBody.read(in, sequence);
            notes.add(new Redo.Notes(ofT0, in.hasRemaining() ? NoteBody.read(in, sequence) : Note.NONE));
        }
        return new Redo(id, sequence, onlyForward, group, members, notes);
    }

    private static List<Image> images(ByteBuffer in, Frame frame) {
        var images = new ArrayList<Image>();
        for (Run run : frame.runs()) {
            if (run.lba() < 0 || run.count() > in.remaining() / SECTOR || run.lba() > frame.sectors() - run.count()) {
                throw new IllegalArgumentException(run + " on a disk of " + frame.sectors());
            }
            byte[] bytes = new byte[(int) run.count() * SECTOR];
            in.get(bytes);
            images.add(new Image(run.lba(), bytes));
        }
        return images;
    }

    /** Mostly zeros, where a change is small. It undoes itself. */
    private static byte[] difference(byte[] a, byte[] b) {
        byte[] d = new byte[a.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = (byte) (a[i] ^ b[i]);
        }
        return d;
    }

    static void number(ByteArrayOutputStream out, long n) {
        long rest = n;
        for (; rest >>> 7 != 0; rest >>>= 7) {
            out.write(((int) rest & 0x7f) | 0x80);
        }
        out.write((int) rest);
    }

    /** Not negative. */
    static long number(ByteBuffer in) {
        long n = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            byte b = in.get();
            n |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return n;
            }
        }
        throw new IllegalArgumentException("a number of more than 63 bits");
    }

    static int upTo(int most, ByteBuffer in) {
        long n = number(in);
        if (n > most) {
            throw new IllegalArgumentException(n + " where there may be " + most);
        }
        return (int) n;
    }

    static void text(ByteArrayOutputStream out, String s) {
        byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length);
        out.writeBytes(bytes);
    }

    static String text(ByteBuffer in) {
        byte[] bytes = new byte[upTo(in.remaining(), in)];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public static byte[] deflate(byte[] body) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(body);
            deflater.finish();
            var out = new ByteArrayOutputStream();
            byte[] piece = new byte[4096];
            while (!deflater.finished()) {
                out.write(piece, 0, deflater.deflate(piece));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /** Empty if these bytes are not so many deflated ones, or more than a record may hold. */
    static Optional<byte[]> inflate(byte[] stored, int length) {
        if (length < 0 || length > MOST_BYTES) {
            return Optional.empty();
        }
        var inflater = new Inflater(true);
        try {
            inflater.setInput(stored);
            // One more than there may be, to see that there are no more.
            ByteBuffer body = ByteBuffer.allocate(length + 1);
            while (inflater.inflate(body) > 0) {
                // goes on until it is full, or wants what is not there
            }
            boolean whole = inflater.finished() && inflater.getRemaining() == 0 && body.position() == length;
            return whole ? Optional.of(Arrays.copyOf(body.array(), length)) : Optional.empty();
        } catch (DataFormatException notDeflated) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }
}
