package org.dmkit.dm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/** The native memory of a request and its answer: struct dm_ioctl and what follows it. Not thread-safe. */
final class DmBuffer implements AutoCloseable {
    private static final int INITIAL_BYTES = 16 * 1024;

    private Arena arena;
    private MemorySegment segment;
    // Not MemorySegment.get and set: their VarHandles cost start-up.
    private ByteBuffer bytes;

    DmBuffer() {
        arena = Arena.ofShared();
        segment = arena.allocate(INITIAL_BYTES, Long.BYTES);
        bytes = segment.asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /** Makes room for that many bytes, at least doubling; what was in it is lost. */
    void ensure(int needed) {
        if (needed > bytes.capacity()) {
            Arena larger = Arena.ofShared();
            segment = larger.allocate(Math.max(needed, Math.multiplyExact(2, bytes.capacity())), Long.BYTES);
            bytes = segment.asByteBuffer().order(ByteOrder.nativeOrder());
            arena.close();
            arena = larger;
        }
    }

    int capacity() {
        return bytes.capacity();
    }

    long address() {
        return segment.address();
    }

    DmReply reply() {
        return new DmReply(bytes);
    }

    boolean isFull() {
        return (bytes.getInt(DmLayout.FLAGS) & DmLayout.BUFFER_FULL_FLAG) != 0;
    }

    /** Fills in the whole request. The buffer must have room for it. */
    void write(DmCall call) throws KernelException {
        for (int i = 0; i < DmLayout.HEADER; i += Long.BYTES) {
            bytes.putLong(i, 0);
        }
        bytes.putInt(DmLayout.VERSION, DmLayout.DM_VERSION_MAJOR)
                .putInt(DmLayout.VERSION + 4, call.request().minor())
                .putInt(DmLayout.DATA_SIZE, bytes.capacity())
                .putInt(DmLayout.DATA_START, DmLayout.HEADER)
                .putInt(DmLayout.TARGET_COUNT, call.payload().targets())
                .putInt(DmLayout.FLAGS, call.flags())
                .putInt(DmLayout.EVENT_NR, call.event())
                .putLong(DmLayout.DEV, call.number());
        text(call, DmLayout.NAME, DmLayout.NAME_LEN, call.name());
        text(call, DmLayout.UUID, DmLayout.UUID_LEN, call.uuid());
        // Of an empty answer the kernel writes nothing: zeros say that there is nothing.
        bytes.putLong(DmLayout.HEADER, 0);
        call.payload().write(bytes, DmLayout.HEADER);
    }

    private void text(DmCall call, int at, int room, String ascii) throws KernelException {
        if (ascii.length() >= room) {
            throw new KernelException(call.request().name(), call.object(), Errno.ENAMETOOLONG);
        }
        for (int i = 0; i < ascii.length(); i++) {
            bytes.put(at + i, (byte) ascii.charAt(i));
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
