package org.dmkit.blockio;

import java.io.IOException;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.jspecify.annotations.Nullable;

/**
 * Reads through io_uring: all disks work at the same time, and one system call starts and collects many reads. Disks that the
 * kernel doesn't know, and pieces that don't suit a disk's sectors, are read one after the other. Safe for use by several
 * threads, one batch at a time.
 */
final class IoUringBatchReader implements BatchReader {
    /** One read moves at most this much; longer pieces go on where it ended. */
    private static final int MAX_READ = 1 << 30;

    private final IoUring ring;

    private IoUringBatchReader(IoUring ring) {
        this.ring = ring;
    }

    /** @throws KernelException ENOSYS, EPERM or ENOMEM where the kernel has no io_uring, or not for us */
    static IoUringBatchReader open() throws KernelException {
        return new IoUringBatchReader(IoUring.open());
    }

    @Override
    public synchronized List<@Nullable IOException> read(List<Request> requests) {
        List<@Nullable IOException> answers = new ArrayList<>(Collections.nCopies(requests.size(), null));
        int[] queued = new int[requests.size()];
        int count = 0;
        for (int i = 0; i < queued.length; i++) {
            Request request = requests.get(i);
            if (suits(request)) {
                queued[count++] = i;
            } else {
                answers.set(i, PreadBatchReader.readOne(request));
            }
        }
        try {
            new Batch(requests, answers, Arrays.copyOf(queued, count)).run();
        } finally {
            Reference.reachabilityFence(requests);
        }
        return answers;
    }

    @Override
    public synchronized void close() {
        ring.close();
    }

    /** What is outside the disk goes the plain way, too, and fails there with the same message. */
    private static boolean suits(Request request) {
        return request.disk() instanceof KernelDisk disk
                && request.into().byteSize() > 0
                && disk.isAligned(request.lba(), request.into())
                && DiskRange.isInside(disk.info(), request.lba(), request.into().byteSize());
    }

    private final class Batch {
        private final List<Request> requests;
        private final List<@Nullable IOException> answers;

        /** Requests that wait for room in the ring: a stack, because a read that was cut short comes back. */
        private final int[] waiting;

        private int waitingCount;

        /** Bytes that each request has got so far. */
        private final long[] done;

        private int inFlight;

        Batch(List<Request> requests, List<@Nullable IOException> answers, int[] queued) {
            this.requests = requests;
            this.answers = answers;
            this.waiting = queued;
            this.waitingCount = queued.length;
            this.done = new long[requests.size()];
        }

        void run() {
            int untaken = 0;
            while (waitingCount > 0 || inFlight > 0) {
                while (waitingCount > 0 && inFlight < ring.entries()) {
                    push(waiting[--waitingCount]);
                    untaken++;
                    inFlight++;
                }
                // With more to come, half a ring is enough to go on; else all of it is wanted.
                int wanted = waitingCount > 0 ? (inFlight + 1) / 2 : inFlight;
                int taken = ring.enter(untaken, wanted);
                if (taken >= 0) {
                    untaken -= taken;
                } else if (taken != -Errno.EINTR && taken != -Errno.EAGAIN && taken != -Errno.EBUSY) {
                    // The kernel may still write to the segments: going on as if nothing were is not possible.
                    throw new IllegalStateException(new KernelException("io_uring_enter", inFlight + " reads", -taken));
                }
                reap();
            }
        }

        private void push(int index) {
            Request request = requests.get(index);
            KernelDisk disk = (KernelDisk) request.disk();
            long from = done[index];
            int length = (int) Math.min(MAX_READ, request.into().byteSize() - from);
            long offset = request.lba() * SectorBuffer.SECTOR + from;
            ring.pushRead(disk.fd(), offset, request.into().address() + from, length, index);
        }

        private void reap() {
            for (; ring.hasCompletion(); ring.nextCompletion()) {
                inFlight--;
                complete((int) ring.completionUserData(), ring.completionResult());
            }
        }

        private void complete(int index, int result) {
            Request request = requests.get(index);
            if (result > 0) {
                done[index] += result;
                if (done[index] < request.into().byteSize()) {
                    waiting[waitingCount++] = index;
                }
            } else if (result == -Errno.EINTR || result == -Errno.EAGAIN) {
                waiting[waitingCount++] = index;
            } else if (result == -Errno.EINVAL) {
                // Before Linux 5.6 a ring knows no plain reads; if it is the disk that refuses, pread will say so.
                answers.set(index, PreadBatchReader.readOne(request));
            } else {
                int errno = result == 0 ? Errno.ENXIO : -result;
                long lba = request.lba() + done[index] / SectorBuffer.SECTOR;
                answers.set(index, DiskRange.failure("pread", request.disk().info(), lba, errno));
            }
        }
    }
}
