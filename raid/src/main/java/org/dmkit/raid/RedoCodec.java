package org.dmkit.raid;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.spi.Image;

/**
 * The redo record on disk, little-endian. Its first sector, the header, is rewritten alone to change the state, so that a
 * torn write never mixes two states.
 *
 * <table>
 * <caption>header</caption>
 * <tr><th>offset</th><th>bytes</th><th>meaning</th></tr>
 * <tr><td>0</td><td>16</td><td>{@code dmkit redo 1}, NUL padded</td></tr>
 * <tr><td>16</td><td>4</td><td>CRC-32C of this sector with these four bytes 0</td></tr>
 * <tr><td>20</td><td>4</td><td>state</td></tr>
 * <tr><td>24</td><td>8</td><td>sequence</td></tr>
 * <tr><td>32</td><td>16</td><td>id</td></tr>
 * <tr><td>48</td><td>4</td><td>flags: 1 only forward</td></tr>
 * <tr><td>52</td><td>4</td><td>index of the member that this copy lies on</td></tr>
 * <tr><td>56</td><td>4</td><td>bytes of the body, which begins in the next sector</td></tr>
 * <tr><td>60</td><td>4</td><td>CRC-32C of the body</td></tr>
 * </table>
 *
 * The body: group name; blobs (each kind of content once, because members of one set mostly hold the same bytes); members with
 * serial, size and their images as references to blobs. Texts and blobs are preceded by their length.
 */
final class RedoCodec {
    static final int SECTOR = 512;
    private static final byte[] MAGIC = "dmkit redo 1\0\0\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final int CRC = 16;
    private static final int STATE = 20;
    private static final int SEQUENCE = 24;
    private static final int ID = 32;
    private static final int FLAGS = 48;
    private static final int SELF = 52;
    private static final int BODY_BYTES = 56;
    private static final int BODY_CRC = 60;
    private static final int MAX_BODY = 128 * SECTOR;

    private RedoCodec() {}

    /** One copy as found on a disk. */
    record Copy(Redo redo, Redo.State state, int self, Extent extent) {}

    /** The whole record for the member with this index, a multiple of 512 bytes. */
    static byte[] encode(Redo redo, Redo.State state, int self) {
        byte[] body = body(redo);
        int sectors = 1 + (body.length + SECTOR - 1) / SECTOR;
        ByteBuffer out = ByteBuffer.allocate(sectors * SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        out.put(0, MAGIC);
        out.putInt(STATE, state.code());
        out.putLong(SEQUENCE, redo.sequence());
        out.putLong(ID, redo.id().getMostSignificantBits());
        out.putLong(ID + 8, redo.id().getLeastSignificantBits());
        out.putInt(FLAGS, redo.onlyForward() ? 1 : 0);
        out.putInt(SELF, self);
        out.putInt(BODY_BYTES, body.length);
        out.putInt(BODY_CRC, crc(body, 0, body.length));
        out.putInt(CRC, crc(out.array(), 0, SECTOR));
        out.put(SECTOR, body);
        return out.array();
    }

    /** Sectors that {@link #encode} gives. */
    static int sectors(Redo redo) {
        return 1 + (body(redo).length + SECTOR - 1) / SECTOR;
    }

    /** Finds the valid record in the last sectors of a disk; the newest if there are several. */
    static Optional<Copy> find(ByteBuffer tail, long tailLba) {
        Optional<Copy> best = Optional.empty();
        for (int at = 0; at + SECTOR <= tail.limit(); at += SECTOR) {
            Optional<Copy> copy = decode(tail.slice(at, tail.limit() - at), tailLba + at / SECTOR);
            if (copy.isPresent()
                    && (best.isEmpty()
                            || copy.get().redo().sequence() > best.get().redo().sequence())) {
                best = copy;
            }
        }
        return best;
    }

    private static Optional<Copy> decode(ByteBuffer in, long lba) {
        byte[] header = new byte[SECTOR];
        in.get(0, header);
        ByteBuffer h = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < MAGIC.length; i++) {
            if (header[i] != MAGIC[i]) {
                return Optional.empty();
            }
        }
        int crc = h.getInt(CRC);
        h.putInt(CRC, 0);
        int length = h.getInt(BODY_BYTES);
        if (crc != crc(header, 0, SECTOR) || length < 0 || length > MAX_BODY || SECTOR + length > in.limit()) {
            return Optional.empty();
        }
        byte[] body = new byte[length];
        in.get(SECTOR, body);
        if (crc(body, 0, length) != h.getInt(BODY_CRC)) {
            return Optional.empty();
        }
        try {
            var id = new UUID(h.getLong(ID), h.getLong(ID + 8));
            int self = h.getInt(SELF);
            Redo redo = parse(body, id, h.getLong(SEQUENCE), h.getInt(FLAGS) == 1);
            var extent = new Extent(lba, 1 + (length + SECTOR - 1) / SECTOR);
            return state(h.getInt(STATE))
                    .filter(s -> self >= 0 && self < redo.members().size())
                    .map(s -> new Copy(redo, s, self, extent));
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException notOurs) {
            // Both checksums fit, so another version of dmkit wrote it: nothing that this one could act on.
            return Optional.empty();
        }
    }

    private static Optional<Redo.State> state(int code) {
        for (Redo.State s : Redo.State.values()) {
            if (s.code() == code) {
                return Optional.of(s);
            }
        }
        return Optional.empty();
    }

    private static byte[] body(Redo redo) {
        Map<byte[], Integer> indexes = new TreeMap<>(Arrays::compare);
        var blobs = new ArrayList<byte[]>();
        for (Redo.Member m : redo.members()) {
            Stream.concat(m.t0().stream(), m.t1().stream()).map(Image::bytes).forEach(b -> {
                if (indexes.putIfAbsent(b, blobs.size()) == null) {
                    blobs.add(b);
                }
            });
        }
        var out = new Growing();
        out.text(redo.group());
        out.number(blobs.size());
        blobs.forEach(out::bytes);
        out.number(redo.members().size());
        for (Redo.Member m : redo.members()) {
            out.text(m.serial());
            out.large(m.sectors());
            out.number(m.t1().size());
            for (int i = 0; i < m.t1().size(); i++) {
                out.large(m.t1().get(i).lba());
                out.number(Objects.requireNonNull(indexes.get(m.t0().get(i).bytes())));
                out.number(Objects.requireNonNull(indexes.get(m.t1().get(i).bytes())));
            }
        }
        return out.toBytes();
    }

    private static Redo parse(byte[] body, UUID id, long sequence, boolean forward) {
        ByteBuffer in = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        String group = text(in);
        var blobs = new ArrayList<byte[]>();
        for (int n = bounded(in.getInt()); n > 0; n--) {
            blobs.add(bytes(in));
        }
        var members = new ArrayList<Redo.Member>();
        for (int n = bounded(in.getInt()); n > 0; n--) {
            String serial = text(in);
            long size = in.getLong();
            var t0 = new ArrayList<Image>();
            var t1 = new ArrayList<Image>();
            for (int k = bounded(in.getInt()); k > 0; k--) {
                long at = in.getLong();
                t0.add(new Image(at, blobs.get(in.getInt())));
                t1.add(new Image(at, blobs.get(in.getInt())));
            }
            members.add(new Redo.Member(serial, size, t0, t1));
        }
        return new Redo(id, sequence, forward, group, members);
    }

    private static int bounded(int count) {
        if (count < 0 || count > MAX_BODY) {
            throw new IllegalArgumentException("count " + count);
        }
        return count;
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] b = new byte[Math.min(bounded(in.getInt()), in.remaining() + 1)];
        in.get(b);
        return b;
    }

    private static String text(ByteBuffer in) {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static int crc(byte[] bytes, int from, int length) {
        var crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    /** A body in the making. */
    private static final class Growing {
        private final List<byte[]> parts = new ArrayList<>();

        void number(int n) {
            parts.add(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(n)
                    .array());
        }

        void large(long n) {
            parts.add(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(n)
                    .array());
        }

        void bytes(byte[] b) {
            number(b.length);
            parts.add(b);
        }

        void text(String s) {
            bytes(s.getBytes(StandardCharsets.UTF_8));
        }

        byte[] toBytes() {
            ByteBuffer all =
                    ByteBuffer.allocate(parts.stream().mapToInt(p -> p.length).sum());
            parts.forEach(all::put);
            return all.array();
        }
    }
}
