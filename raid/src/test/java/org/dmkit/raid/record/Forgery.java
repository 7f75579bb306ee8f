package org.dmkit.raid.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;

/**
 * A redo record as somebody makes it who means harm: every field as he likes, and both checksums right. It knows the layout from
 * the documentation of {@link RedoCodec}, not from its code.
 */
public final class Forgery {
    private final UUID id;
    private final long sequence;
    private byte[] body;
    private byte[] stored;
    private int inflated;
    private int self;
    private int state = Redo.State.PREPARED.code();
    private int flags;

    private Forgery(Redo redo) {
        id = redo.id();
        sequence = redo.sequence();
        flags = redo.onlyForward() ? 1 : 0;
        body = RedoBody.encode(redo);
        stored = RedoBody.deflate(body);
        inflated = body.length;
    }

    public static Forgery of(Redo redo) {
        return new Forgery(redo);
    }

    public byte[] body() {
        return body.clone();
    }

    public Forgery body(byte[] other) {
        body = other;
        stored = RedoBody.deflate(other);
        inflated = other.length;
        return this;
    }

    public Forgery deflated(int level) {
        var deflater = new Deflater(level, true);
        deflater.setInput(body);
        deflater.finish();
        byte[] out = new byte[body.length + 1024];
        stored = Arrays.copyOf(out, deflater.deflate(out));
        deflater.end();
        return this;
    }

    public Forgery inflated(int length) {
        inflated = length;
        return this;
    }

    public Forgery self(int member) {
        self = member;
        return this;
    }

    public Forgery state(int code) {
        state = code;
        return this;
    }

    public Forgery flags(int bits) {
        flags = bits;
        return this;
    }

    public byte[] record() {
        int sectors = 1 + (Math.max(0, stored.length - 452) + 499) / 500;
        ByteBuffer out = ByteBuffer.allocate(sectors * 512).order(ByteOrder.LITTLE_ENDIAN);
        out.put(0, "dmkit redo 2".getBytes(StandardCharsets.US_ASCII));
        out.putLong(24, sequence);
        out.putLong(32, id.getMostSignificantBits());
        out.putLong(40, id.getLeastSignificantBits());
        out.putInt(48, stored.length);
        out.putInt(52, inflated);
        out.putShort(56, (short) self);
        out.put(58, (byte) state);
        out.put(59, (byte) flags);
        out.put(60, stored, 0, Math.min(452, stored.length));
        for (int sector = 1, at = 452; at < stored.length; sector++, at += 500) {
            out.put(sector * 512, "dmkit more 2".getBytes(StandardCharsets.US_ASCII));
            out.put(sector * 512 + 12, stored, at, Math.min(500, stored.length - at));
        }
        return sealed(out.array());
    }

    /** With both checksums made right, whatever the rest holds. */
    public static byte[] sealed(byte[] record) {
        ByteBuffer out = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(20, crc(record, 512, record.length - 512));
        out.putInt(16, 0);
        out.putInt(16, crc(record, 0, 512));
        return record;
    }

    private static int crc(byte[] bytes, int from, int length) {
        var crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
