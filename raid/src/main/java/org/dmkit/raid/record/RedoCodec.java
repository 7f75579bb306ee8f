package org.dmkit.raid.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.dmkit.blockio.Extent;

/**
 * The redo record on disk, little-endian. Its first sector holds the header and as much of the body as fits: mostly all of it,
 * and then the record is one sector, which a disk writes whole or not at all. The first sector is rewritten alone to change the
 * state, so that a torn write never mixes two states.
 *
 * <table>
 * <caption>first sector</caption>
 * <tr><th>offset</th><th>bytes</th><th>meaning</th></tr>
 * <tr><td>0</td><td>16</td><td>{@code dmkit redo 2}, NUL padded; the number is the version</td></tr>
 * <tr><td>16</td><td>4</td><td>CRC-32C of this sector with these four bytes 0</td></tr>
 * <tr><td>20</td><td>4</td><td>CRC-32C of all further sectors</td></tr>
 * <tr><td>24</td><td>8</td><td>sequence</td></tr>
 * <tr><td>32</td><td>16</td><td>id</td></tr>
 * <tr><td>48</td><td>4</td><td>bytes of the body as it is stored</td></tr>
 * <tr><td>52</td><td>4</td><td>bytes of the body when it is inflated</td></tr>
 * <tr><td>56</td><td>2</td><td>index of the member that this copy lies on; in a journal the number of members</td></tr>
 * <tr><td>58</td><td>1</td><td>state</td></tr>
 * <tr><td>59</td><td>1</td><td>flags: 1 only forward</td></tr>
 * <tr><td>60</td><td>452</td><td>body, see {@link RedoBody}; then zeros</td></tr>
 * </table>
 *
 * A further sector begins with {@code dmkit more 2}, twelve bytes, which tell that it is free when it belongs to no record any
 * more; the other 500 go on with the body, then zeros.
 */
public final class RedoCodec {
    public static final int SECTOR = 512;

    /** Sectors of the largest record: those in which it is looked for. */
    static final int MOST_SECTORS = (int) RedoPlaces.WINDOW;

    private static final int VERSION = 2;
    private static final byte[] ANY_VERSION = ascii("dmkit redo ");
    private static final byte[] MAGIC = Arrays.copyOf(ascii("dmkit redo " + VERSION), 16);
    private static final byte[] MORE = ascii("dmkit more " + VERSION);
    private static final int CRC = 16;
    private static final int REST_CRC = 20;
    private static final int SEQUENCE = 24;
    private static final int ID = 32;
    private static final int STORED = 48;
    private static final int INFLATED = 52;
    private static final int SELF = 56;
    private static final int STATE = 58;
    private static final int FLAGS = 59;
    private static final int BODY = 60;
    private static final int FIRST = SECTOR - BODY;
    private static final int EACH = SECTOR - MORE.length;

    private RedoCodec() {}

    /** One copy as found on a disk or in a journal. */
    public record Copy(Redo redo, Redo.State state, int self, Extent extent) {
        /** True if it was written for a journal, and not for a disk. */
        boolean isJournal() {
            return self == redo.journal();
        }

        /** True unless it was brought to an end: the mark of a back-out is none. */
        public boolean isOwed() {
            return state.isOwed() || state == Redo.State.ABORTED;
        }
    }

    /** The whole record for the member with this index, or a journal (see {@link Redo#journal}), a multiple of 512 bytes. */
    public static byte[] encode(Redo redo, Redo.State state, int self) {
        byte[] body = RedoBody.encode(redo);
        byte[] stored = RedoBody.deflate(body);
        int sectors = sectors(stored.length);
        ByteBuffer out = ByteBuffer.allocate(sectors * SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        out.put(0, MAGIC);
        out.putLong(SEQUENCE, redo.sequence());
        out.putLong(ID, redo.id().getMostSignificantBits());
        out.putLong(ID + 8, redo.id().getLeastSignificantBits());
        out.putInt(STORED, stored.length);
        out.putInt(INFLATED, body.length);
        out.putShort(SELF, (short) self);
        out.put(STATE, (byte) state.code());
        out.put(FLAGS, (byte) (redo.onlyForward() ? 1 : 0));
        int first = Math.min(FIRST, stored.length);
        out.put(BODY, stored, 0, first);
        for (int i = 1, at = first; i < sectors; i++, at += EACH) {
            out.put(i * SECTOR, MORE);
            out.put(i * SECTOR + MORE.length, stored, at, Math.min(EACH, stored.length - at));
        }
        out.putInt(REST_CRC, crc(out.array(), SECTOR, out.capacity() - SECTOR));
        seal(out.array());
        return out.array();
    }

    /** Sectors that {@link #encode} gives; more than {@link #MOST_SECTORS} if the record could not be read again. */
    public static int sectors(Redo redo) {
        byte[] body = RedoBody.encode(redo);
        return RedoBody.isReadable(redo, body) ? sectors(RedoBody.deflate(body).length) : MOST_SECTORS + 1;
    }

    private static int sectors(int stored) {
        return 1 + Math.max(0, stored - FIRST + EACH - 1) / EACH;
    }

    /** The first sector of a record in another state. Nothing else changes, whoever deflated the body. */
    public static byte[] withState(byte[] record, Redo.State state) {
        byte[] first = Arrays.copyOf(record, SECTOR);
        first[STATE] = (byte) state.code();
        seal(first);
        return first;
    }

    private static void seal(byte[] record) {
        ByteBuffer sector = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        sector.putInt(CRC, 0);
        sector.putInt(CRC, crc(record, 0, SECTOR));
    }

    /**
     * Finds the valid record in the last sectors of a disk; the newest if there are several.
     *
     * @param data where anybody may have written what looks like a record: none of ours lies there
     */
    static Optional<Copy> find(ByteBuffer tail, long tailLba, List<Extent> data) {
        Optional<Copy> best = Optional.empty();
        for (int sector = 0; sector < tail.limit() / SECTOR; sector++) {
            Optional<Copy> copy = decode(tail, sector, tailLba)
                    .filter(c -> !c.isJournal() && data.stream().noneMatch(c.extent()::overlaps));
            if (copy.isPresent()
                    && (best.isEmpty()
                            || copy.get().redo().isNewerThan(best.get().redo()))) {
                best = copy;
            }
        }
        return best;
    }

    /** The valid record that begins in this sector of a disk's last ones. */
    public static Optional<Copy> decode(ByteBuffer tail, int sector, long tailLba) {
        return header(tail, sector).flatMap(header -> decode(tail, sector, tailLba, header));
    }

    /** The first sector of a record, if its own checksum is right. */
    private static Optional<byte[]> header(ByteBuffer tail, int sector) {
        if (!begins(tail, sector, MAGIC)) {
            return Optional.empty();
        }
        byte[] header = new byte[SECTOR];
        tail.get(sector * SECTOR, header);
        byte[] sealed = header.clone();
        seal(sealed);
        return Arrays.equals(header, sealed) ? Optional.of(header) : Optional.empty();
    }

    private static Optional<Copy> decode(ByteBuffer tail, int sector, long tailLba, byte[] header) {
        ByteBuffer h = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        int stored = h.getInt(STORED);
        if (stored < 0 || stored > MOST_SECTORS * SECTOR) {
            return Optional.empty();
        }
        int sectors = sectors(stored);
        if (sectors > tail.limit() / SECTOR - sector) {
            return Optional.empty();
        }
        byte[] rest = new byte[(sectors - 1) * SECTOR];
        tail.get((sector + 1) * SECTOR, rest);
        if (crc(rest, 0, rest.length) != h.getInt(REST_CRC)) {
            return Optional.empty();
        }
        var id = new UUID(h.getLong(ID), h.getLong(ID + 8));
        int self = Short.toUnsignedInt(h.getShort(SELF));
        return RedoBody.inflate(joined(header, rest, stored), h.getInt(INFLATED))
                .flatMap(body -> RedoBody.decode(body, id, h.getLong(SEQUENCE), (h.get(FLAGS) & 1) != 0))
                .filter(redo -> self <= redo.journal())
                .flatMap(redo -> Redo.State.of(h.get(STATE))
                        .map(state -> new Copy(redo, state, self, new Extent(tailLba + sector, sectors))));
    }

    /** The body as it is stored, from the sectors over which it is spread. */
    private static byte[] joined(byte[] header, byte[] rest, int stored) {
        ByteBuffer all = ByteBuffer.allocate(stored);
        all.put(header, BODY, Math.min(FIRST, stored));
        for (int at = 0; all.hasRemaining(); at += SECTOR) {
            all.put(rest, at + MORE.length, Math.min(EACH, all.remaining()));
        }
        return all.array();
    }

    /** True if this sector begins a record of a version that this dmkit doesn't know: not to be acted upon, nor overwritten. */
    static boolean isNewer(ByteBuffer tail, int sector) {
        if (!begins(tail, sector, ANY_VERSION)) {
            return false;
        }
        byte[] version = new byte[MAGIC.length - ANY_VERSION.length];
        tail.get(sector * SECTOR + ANY_VERSION.length, version);
        String number = new String(version, StandardCharsets.US_ASCII).replace("\0", "");
        return number.matches("[1-9][0-9]{0,4}") && Integer.parseInt(number) > VERSION;
    }

    /** True if this sector is a part of a record of this version, whether the rest of it is still there or not. */
    static boolean isOurs(ByteBuffer tail, int sector) {
        return begins(tail, sector, MORE) || header(tail, sector).isPresent();
    }

    private static boolean begins(ByteBuffer tail, int sector, byte[] with) {
        byte[] found = new byte[with.length];
        tail.get(sector * SECTOR, found);
        return Arrays.equals(found, with);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int crc(byte[] bytes, int from, int length) {
        var crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
