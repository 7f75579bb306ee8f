package org.dmkit.formats.isw;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Immutable little-endian bytes with value equality. What nobody knows the meaning of stays in it, so that it survives a
 * change of the fields around it.
 */
final class Block {
    static final Block EMPTY = new Block(new byte[0]);

    private final byte[] bytes;

    private Block(byte[] bytes) {
        this.bytes = bytes;
    }

    static Block copyOf(MemorySegment segment) {
        return new Block(segment.toArray(ValueLayout.JAVA_BYTE));
    }

    static Block copyOf(byte[] bytes) {
        return new Block(bytes.clone());
    }

    static Block zeros(int size) {
        return new Block(new byte[size]);
    }

    int size() {
        return bytes.length;
    }

    Block slice(int offset, int size) {
        return new Block(Arrays.copyOfRange(bytes, offset, offset + size));
    }

    /** This block, then {@code next}. */
    Block then(Block next) {
        byte[] all = Arrays.copyOf(bytes, bytes.length + next.bytes.length);
        System.arraycopy(next.bytes, 0, all, bytes.length, next.bytes.length);
        return new Block(all);
    }

    int u8(int offset) {
        return bytes[offset] & 0xff;
    }

    int u16(int offset) {
        return u8(offset) | u8(offset + 1) << 8;
    }

    int i32(int offset) {
        return u16(offset) | u16(offset + 2) << 16;
    }

    long u32(int offset) {
        return i32(offset) & 0xffff_ffffL;
    }

    /** Two words that lie apart. */
    long u64(int low, int high) {
        return u32(low) | u32(high) << 32;
    }

    byte[] toBytes() {
        return bytes.clone();
    }

    void putInto(ByteBuffer buffer) {
        buffer.put(bytes);
    }

    Block with8(int offset, int value) {
        byte[] b = bytes.clone();
        b[offset] = (byte) value;
        return new Block(b);
    }

    Block with16(int offset, int value) {
        return with8(offset, value).with8(offset + 1, value >> 8);
    }

    Block with32(int offset, long value) {
        byte[] b = bytes.clone();
        ByteBuffer.wrap(b).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, (int) value);
        return new Block(b);
    }

    Block with(int offset, Block part) {
        byte[] b = bytes.clone();
        System.arraycopy(part.bytes, 0, b, offset, part.bytes.length);
        return new Block(b);
    }

    boolean isZero() {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Block b && Arrays.equals(b.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
