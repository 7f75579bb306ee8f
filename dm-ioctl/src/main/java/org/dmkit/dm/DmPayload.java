package org.dmkit.dm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.dmkit.linux.KernelException;

/** What follows struct dm_ioctl in a request. */
interface DmPayload {
    DmPayload NONE = new DmPayload() {
        @Override
        public int bound() {
            return 0;
        }

        @Override
        public int write(ByteBuffer buffer, int at) {
            return at;
        }
    };

    /** Bytes that {@link #write} needs at most. */
    int bound();

    /** Writes it at {@code at} and returns where it ends. May be called again with a larger buffer. */
    int write(ByteBuffer buffer, int at) throws KernelException;

    /** The number of table lines in it. */
    default int targets() {
        return 0;
    }

    /** A text with its NUL. */
    record Text(String text) implements DmPayload {
        @Override
        public int bound() {
            return 3 * text.length() + 1;
        }

        @Override
        public int write(ByteBuffer buffer, int at) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            buffer.put(at, bytes).put(at + bytes.length, (byte) 0);
            return at + bytes.length + 1;
        }
    }

    /** struct dm_target_msg. */
    record Message(long sector, Text text) implements DmPayload {
        @Override
        public int bound() {
            return DmLayout.MSG_TEXT + text.bound();
        }

        @Override
        public int write(ByteBuffer buffer, int at) {
            buffer.putLong(at + DmLayout.MSG_SECTOR, sector);
            return text.write(buffer, at + DmLayout.MSG_TEXT);
        }
    }

    /** A table. */
    record Lines(Table table, TableWriter.Numbers numbers) implements DmPayload {
        @Override
        public int bound() {
            return TableWriter.bound(table);
        }

        @Override
        public int write(ByteBuffer buffer, int at) throws KernelException {
            return TableWriter.write(table, buffer, at, numbers);
        }

        @Override
        public int targets() {
            return table.lines().size();
        }
    }
}
