package org.dmkit.dm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;
import org.dmkit.uapi.Constants;

/**
 * Tells when udev has worked an event off, by libdm's protocol: a System V semaphore, its key in the event's DM_COOKIE, is
 * set to one; the last of udev's rules ({@code dmsetup udevcomplete}) takes it down to zero.
 *
 * @param set the semaphore's id
 * @param base what the kernel hands on of its key
 * @param flags what udev's rules shall leave undone, see {@link #PRIVATE}
 * @param shared somebody else waits for it and removes it
 */
record UdevCookie(int set, int base, int flags, boolean shared) {
    static final int KEY_MAGIC = 0x0d4d_0000;

    /** DM_UDEV_PRIMARY_SOURCE_FLAG of libdevmapper.h: the event comes from a change, not from somebody's "udevadm trigger". */
    private static final int PRIMARY_SOURCE = 0x40 << 16;

    private static final int NEW = Constants.IPC_CREAT | Constants.IPC_EXCL | 0600;

    /** Waits for nothing. */
    static final UdevCookie NONE = new UdevCookie(-1, 0, 0, false);

    /** Waits for nothing where udev runs: the event is marked as ours all the same. */
    static final UdevCookie UNHEARD = new UdevCookie(-1, 0, PRIMARY_SOURCE, false);

    /** DM_UDEV_DISABLE_DM_RULES_FLAG and _SUBSYSTEM_RULES_FLAG of libdevmapper.h. */
    static final int WITHOUT_RULES = (0x1 | 0x2) << 16;

    /** DM_UDEV_DISABLE_SUBSYSTEM_RULES_FLAG, _DISK_RULES_FLAG and _OTHER_RULES_FLAG of libdevmapper.h: no probing, no links. */
    static final int PRIVATE = (0x2 | 0x4 | 0x8) << 16;

    /** One that somebody else made and waits for, which will wait for one event more. ENOENT if it is not there. */
    static UdevCookie join(int key) throws KernelException {
        int set = find(key);
        add(set, 1);
        return new UdevCookie(set, key & 0xffff, 0, true);
    }

    /** The semaphore of a key; ENOENT if there is none. */
    static int find(int key) throws KernelException {
        return checked("semget", Syscalls.semget(key, 1, 0));
    }

    /** Counts up, or down; EAGAIN if it would have to wait. */
    static void add(int set, int count) throws KernelException {
        checked("semop", count(set, count));
    }

    private static int count(int set, int count) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment operation = arena.allocate(Constants.sembuf$sizeof, Short.BYTES);
            operation.set(ValueLayout.JAVA_SHORT, Constants.sembuf$sem_op$offset, (short) count);
            operation.set(ValueLayout.JAVA_SHORT, Constants.sembuf$sem_flg$offset, (short) Constants.IPC_NOWAIT);
            return Syscalls.semtimedop(set, operation.address(), 1, 0);
        }
    }

    private static int checked(String call, int result) throws KernelException {
        if (result < 0) {
            throw new KernelException(call, "udev cookie", -result);
        }
        return result;
    }

    static UdevCookie create() throws KernelException {
        while (true) {
            int base = ThreadLocalRandom.current().nextInt(1, 0x10000);
            int set = Syscalls.semget(KEY_MAGIC | base, 1, NEW);
            if (set == -Errno.EEXIST) {
                continue;
            }
            if (set < 0) {
                throw new KernelException("semget", "udev cookie", -set);
            }
            checked("semctl", Syscalls.semctl(set, 0, Constants.SETVAL, 1));
            return new UdevCookie(set, base, 0, false);
        }
    }

    /** The key, by which {@code dmsetup udevcomplete} knows it. */
    int key() {
        return KEY_MAGIC | base;
    }

    /** For the field event_nr of a request that emits an event. */
    int event() {
        return this.equals(NONE) ? 0 : PRIMARY_SOURCE | flags | base;
    }

    /** The same cookie, with flags for udev's rules. */
    UdevCookie with(int newFlags) {
        return equals(NONE) ? this : new UdevCookie(set, base, flags | newFlags, shared);
    }

    /** No event came of it. */
    void discard() {
        if (shared) {
            // If it is gone nobody waits for it any more.
            count(set, -1);
        } else if (set >= 0) {
            Syscalls.semctl(set, 0, Constants.IPC_RMID, 0);
        }
    }

    /** Waits until udev is done, then discards; false when the time was over first. */
    boolean await(Duration timeout) {
        return set < 0 || shared || awaitZero(timeout);
    }

    private boolean awaitZero(Duration timeout) {
        try (Arena arena = Arena.ofConfined()) {
            // Zeroed: semaphore 0, wait for zero.
            MemorySegment operation = arena.allocate(Constants.sembuf$sizeof, Short.BYTES);
            MemorySegment timespec = arena.allocate(Constants.__kernel_timespec$sizeof, Long.BYTES);
            long end = System.nanoTime() + timeout.toNanos();
            int result;
            do {
                Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
                timespec.set(ValueLayout.JAVA_LONG, Constants.__kernel_timespec$tv_sec$offset, left.getSeconds());
                timespec.set(ValueLayout.JAVA_LONG, Constants.__kernel_timespec$tv_nsec$offset, left.getNano());
                result = Syscalls.semtimedop(set, operation.address(), 1, timespec.address());
            } while (result == -Errno.EINTR);
            // Any other error: somebody removed the semaphore ("dmsetup udevcomplete_all"), nothing is left to wait
            // for.
            return result != -Errno.EAGAIN;
        } finally {
            discard();
        }
    }
}
