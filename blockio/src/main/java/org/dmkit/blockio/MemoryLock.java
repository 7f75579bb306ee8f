package org.dmkit.blockio;

import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;

/**
 * Keeps this process in memory while devices are suspended: a page fault that needs the root file system would wait for the
 * very device that only this process can resume.
 */
public final class MemoryLock {
    private MemoryLock() {}

    /**
     * Locks all that is mapped, now and later. Not with MCL_ONFAULT: that would only keep what was touched before, and the
     * first call of any library function or the first use of any heap page inside the window would fault. All pages are
     * brought in at once instead, so call it early, and only in a process that is going to suspend something.
     *
     * @throws KernelException ENOMEM or EPERM if the limit RLIMIT_MEMLOCK does not allow it
     */
    public static void lockAll() throws KernelException {
        int result = Syscalls.mlockall(Uapi.MCL_CURRENT | Uapi.MCL_FUTURE);
        if (result < 0) {
            throw new KernelException("mlockall", "process", -result);
        }
    }

    /** Undoes {@link #lockAll}. */
    public static void unlockAll() {
        Syscalls.munlockall();
    }
}
