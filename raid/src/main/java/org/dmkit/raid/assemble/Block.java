package org.dmkit.raid.assemble;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Immutable bytes with value equality, little-endian unless made {@link #bigEndian}. What nobody knows the meaning of stays in
 * it, so that it survives a change of the fields around it. Offsets are in bytes and must lie inside.
 */
public final class Block {
    public static final Block EMPTY = zeros(0);

    private final byte[] bytes;
    private final ByteOrder order;

    private Block(byte[] bytes, ByteOrder order) {
        this.bytes = bytes;
        this.order = order;
    }

    public static Block copyOf(MemorySegment segment) {
        return new Block(segment.toArray(ValueLayout.JAVA_BYTE), ByteOrder.LITTLE_ENDIAN);
    }

    public static Block copyOf(byte[] bytes) {
        return new Block(bytes.clone(), ByteOrder.LITTLE_ENDIAN);
    }

    public static Block zeros(int size) {
        return new Block(new byte[size], ByteOrder.LITTLE_ENDIAN);
    }

    /** The same bytes, read and written most significant byte first; slices and changed blocks inherit it. */
    public Block bigEndian() {
        return new Block(bytes, ByteOrder.BIG_ENDIAN);
    }

    public int size() {
        return bytes.length;
    }

    public Block slice(int offset, int size) {
        return new Block(Arrays.copyOfRange(bytes, offset, offset + size), order);
    }

    /** This block, then {@code next}. */
    public Block then(Block next) {
        byte[] all = Arrays.copyOf(bytes, bytes.length + next.bytes.length);
        System.arraycopy(next.bytes, 0, all, bytes.length, next.bytes.length);
        return new Block(all, order);
    }

    public int u8(int offset) {
        return bytes[offset] & 0xff;
    }

    public int u16(int offset) {
        int first = u8(offset);
        int second = u8(offset + 1);
        return order == ByteOrder.LITTLE_ENDIAN ? first | second << 8 : first << 8 | second;
    }

    public int i32(int offset) {
        int first = u16(offset);
        int second = u16(offset + 2);
        return order == ByteOrder.LITTLE_ENDIAN ? first | second << 16 : first << 16 | second;
    }

    public long u32(int offset) {
        return i32(offset) & 0xffff_ffffL;
    }

    public long i64(int offset) {
        long first = u32(offset);
        long second = u32(offset + 4);
        return order == ByteOrder.LITTLE_ENDIAN ? first | second << 32 : first << 32 | second;
    }

    /** Two words that lie apart. */
    public long u64(int low, int high) {
        return u32(low) | u32(high) << 32;
    }

    /** Characters up to a NUL or the end of the field, one a byte; blanks stay. */
    public String text(int offset, int length) {
        int end = offset;
        while (end < offset + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, offset, end - offset, StandardCharsets.ISO_8859_1);
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    public void putInto(ByteBuffer buffer) {
        buffer.put(bytes);
    }

    public Block with8(int offset, int value) {
        byte[] b = bytes.clone();
        b[offset] = (byte) value;
        return new Block(b, order);
    }

    public Block with16(int offset, int value) {
        byte[] b = bytes.clone();
        ByteBuffer.wrap(b).order(order).putShort(offset, (short) value);
        return new Block(b, order);
    }

    public Block with32(int offset, long value) {
        byte[] b = bytes.clone();
        ByteBuffer.wrap(b).order(order).putInt(offset, (int) value);
        return new Block(b, order);
    }

    public Block with64(int offset, long value) {
        byte[] b = bytes.clone();
        ByteBuffer.wrap(b).order(order).putLong(offset, value);
        return new Block(b, order);
    }

    public Block with(int offset, Block part) {
        byte[] b = bytes.clone();
        System.arraycopy(part.bytes, 0, b, offset, part.bytes.length);
        return new Block(b, order);
    }

    public boolean isZero() {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** The same bytes, in whichever order they are read. */
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
