package org.dmkit.blockio;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;

/**
 * The two rings of one io_uring (linux/io_uring.h), for reads. The tail of the submission ring and the head of the completion
 * ring are ours, the other two the kernel's; an index is published after what it covers. Not safe for use by several threads.
 *
 * <p>Byte buffers and fences instead of var handles on segments: those cost start-up.
 */
final class IoUring {
    private static final int ENTRIES = 256;

    private final int fd;
    private final int entries;
    private final long ringsAddress;
    private final long ringsBytes;
    private final long sqesAddress;
    private final long sqesBytes;
    private final ByteBuffer rings;
    private final ByteBuffer sqes;
    private final int sqTail;
    private final int sqMask;
    private final int cqHead;
    private final int cqTail;
    private final int cqMask;
    private final int cqes;
    private boolean closed;

    private IoUring(int fd, ByteBuffer parameters) throws KernelException {
        this.fd = fd;
        entries = parameters.getInt(Uapi.PARAMS_SQ_ENTRIES);
        int array = parameters.getInt(Uapi.PARAMS_SQ_ARRAY);
        cqes = parameters.getInt(Uapi.PARAMS_CQ_CQES);
        int cqEntries = parameters.getInt(Uapi.PARAMS_CQ_ENTRIES);
        ringsBytes = Math.max(array + (long) Integer.BYTES * entries, cqes + (long) Uapi.CQE_BYTES * cqEntries);
        ringsAddress = map(fd, ringsBytes, 0);
        sqesBytes = (long) Uapi.SQE_BYTES * entries;
        try {
            sqesAddress = map(fd, sqesBytes, Uapi.IORING_OFF_SQES);
        } catch (KernelException e) {
            Syscalls.munmap(ringsAddress, ringsBytes);
            throw e;
        }
        rings = buffer(ringsAddress, ringsBytes);
        sqes = buffer(sqesAddress, sqesBytes);
        sqTail = parameters.getInt(Uapi.PARAMS_SQ_TAIL);
        sqMask = rings.getInt(parameters.getInt(Uapi.PARAMS_SQ_MASK));
        cqHead = parameters.getInt(Uapi.PARAMS_CQ_HEAD);
        cqTail = parameters.getInt(Uapi.PARAMS_CQ_TAIL);
        cqMask = rings.getInt(parameters.getInt(Uapi.PARAMS_CQ_MASK));
        for (int i = 0; i < entries; i++) {
            rings.putInt(array + Integer.BYTES * i, i);
        }
    }

    static IoUring open() throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(Uapi.PARAMS_BYTES, Long.BYTES);
            int fd = Syscalls.ioUringSetup(ENTRIES, segment.address());
            if (fd < 0) {
                throw new KernelException("io_uring_setup", ENTRIES + " entries", -fd);
            }
            try {
                ByteBuffer parameters = segment.asByteBuffer().order(ByteOrder.nativeOrder());
                if ((parameters.getInt(Uapi.PARAMS_FEATURES) & Uapi.IORING_FEAT_SINGLE_MMAP) == 0) {
                    // Linux 5.1 to 5.3, which cannot IORING_OP_READ (5.6) either
                    throw new KernelException("io_uring_setup", "single mmap", Errno.ENOSYS);
                }
                return new IoUring(fd, parameters);
            } catch (KernelException e) {
                Syscalls.close(fd);
                throw e;
            }
        }
    }

    /** How many reads may be in flight. */
    int entries() {
        return entries;
    }

    /** Queues one read; there must be room. */
    void pushRead(int file, long offset, long address, int length, long userData) {
        int tail = rings.getInt(sqTail);
        int sqe = (tail & sqMask) * Uapi.SQE_BYTES;
        for (int i = 0; i < Uapi.SQE_BYTES; i += Long.BYTES) {
            sqes.putLong(sqe + i, 0);
        }
        sqes.put(sqe, Uapi.IORING_OP_READ);
        sqes.putInt(sqe + Uapi.SQE_FD, file);
        sqes.putLong(sqe + Uapi.SQE_OFFSET, offset);
        sqes.putLong(sqe + Uapi.SQE_ADDRESS, address);
        sqes.putInt(sqe + Uapi.SQE_LENGTH, length);
        sqes.putLong(sqe + Uapi.SQE_USER_DATA, userData);
        VarHandle.releaseFence();
        rings.putInt(sqTail, tail + 1);
    }

    /** Hands over what was queued and waits for so many completions; how many the kernel took, or {@code -errno}. */
    int enter(int toSubmit, int minComplete) {
        VarHandle.fullFence();
        return Syscalls.ioUringEnter(fd, toSubmit, minComplete, Uapi.IORING_ENTER_GETEVENTS);
    }

    boolean hasCompletion() {
        int tail = rings.getInt(cqTail);
        VarHandle.acquireFence();
        return rings.getInt(cqHead) != tail;
    }

    long completionUserData() {
        return rings.getLong(completion());
    }

    /** Bytes read, or {@code -errno}. */
    int completionResult() {
        return rings.getInt(completion() + Uapi.CQE_RESULT);
    }

    /** Gives the present completion back to the kernel. */
    void nextCompletion() {
        VarHandle.releaseFence();
        rings.putInt(cqHead, rings.getInt(cqHead) + 1);
    }

    void close() {
        if (!closed) {
            closed = true;
            Syscalls.munmap(sqesAddress, sqesBytes);
            Syscalls.munmap(ringsAddress, ringsBytes);
            Syscalls.close(fd);
        }
    }

    private int completion() {
        return cqes + (rings.getInt(cqHead) & cqMask) * Uapi.CQE_BYTES;
    }

    private static long map(int fd, long bytes, long offset) throws KernelException {
        long address = Syscalls.mmap(bytes, Uapi.PROT_READ_WRITE, Uapi.MAP_SHARED_POPULATE, fd, offset);
        if (address < 0) {
            throw new KernelException("mmap", "io_uring", (int) -address);
        }
        return address;
    }

    private static ByteBuffer buffer(long address, long bytes) {
        return MemorySegment.ofAddress(address)
                .reinterpret(bytes)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder());
    }
}
