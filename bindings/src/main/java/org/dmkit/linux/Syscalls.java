package org.dmkit.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.dmkit.uapi.Constants;

/**
 * System calls. Each returns what the kernel returned, or {@code -errno}. Pointers are addresses of native memory that the
 * caller keeps alive. Safe for use by several threads; a call may block.
 *
 * <p>All go through one downcall, {@code long syscall(long, ...)} with seven longs, because linking each further shape costs
 * 8 ms of start-up. It is linked by the first call. Numbers are those of x86-64.
 */
public final class Syscalls {
    private static final long CLOSE = Constants.__NR_close;
    private static final long FSTAT = Constants.__NR_fstat;
    private static final long POLL = Constants.__NR_poll;
    private static final long LSEEK = Constants.__NR_lseek;
    private static final long MMAP = Constants.__NR_mmap;
    private static final long MUNMAP = Constants.__NR_munmap;
    private static final long IOCTL = Constants.__NR_ioctl;
    private static final long PREAD64 = Constants.__NR_pread64;
    private static final long PWRITE64 = Constants.__NR_pwrite64;
    private static final long SEMGET = Constants.__NR_semget;
    private static final long SEMCTL = Constants.__NR_semctl;
    private static final long FLOCK = Constants.__NR_flock;
    private static final long FDATASYNC = Constants.__NR_fdatasync;
    private static final long FTRUNCATE = Constants.__NR_ftruncate;
    private static final long MLOCKALL = Constants.__NR_mlockall;
    private static final long MUNLOCKALL = Constants.__NR_munlockall;
    private static final long SEMTIMEDOP = Constants.__NR_semtimedop;
    private static final long OPENAT = Constants.__NR_openat;
    private static final long MKNODAT = Constants.__NR_mknodat;
    private static final long MEMFD_CREATE = Constants.__NR_memfd_create;
    private static final long IO_URING_SETUP = Constants.__NR_io_uring_setup;
    private static final long IO_URING_ENTER = Constants.__NR_io_uring_enter;
    private static final long AT_FDCWD = Constants.AT_FDCWD;

    private Syscalls() {}

    /** {@code int openat(AT_FDCWD, path, flags, mode)}; {@code path} is the address of a NUL-terminated string. */
    public static int open(long path, int flags, int mode) {
        return (int) call(OPENAT, AT_FDCWD, path, flags, mode, 0, 0);
    }

    public static int close(int fd) {
        return (int) call(CLOSE, fd, 0, 0, 0, 0, 0);
    }

    public static int ioctl(int fd, long request, long argument) {
        return (int) call(IOCTL, fd, request, argument, 0, 0, 0);
    }

    /** {@code offset} and {@code bytes} in bytes. */
    public static long pread(int fd, long buffer, long bytes, long offset) {
        return call(PREAD64, fd, buffer, bytes, offset, 0, 0);
    }

    /** {@code offset} and {@code bytes} in bytes. */
    public static long pwrite(int fd, long buffer, long bytes, long offset) {
        return call(PWRITE64, fd, buffer, bytes, offset, 0, 0);
    }

    /** {@code offset} in bytes, {@code whence} such as SEEK_END. */
    public static long lseek(int fd, long offset, int whence) {
        return call(LSEEK, fd, offset, whence, 0, 0, 0);
    }

    public static int fdatasync(int fd) {
        return (int) call(FDATASYNC, fd, 0, 0, 0, 0, 0);
    }

    public static int flock(int fd, int operation) {
        return (int) call(FLOCK, fd, operation, 0, 0, 0, 0);
    }

    /** {@code status} is the address of a {@code struct stat}, 144 bytes. */
    public static int fstat(int fd, long status) {
        return (int) call(FSTAT, fd, status, 0, 0, 0, 0);
    }

    public static int ftruncate(int fd, long bytes) {
        return (int) call(FTRUNCATE, fd, bytes, 0, 0, 0, 0);
    }

    /** Maps where the kernel likes; returns the address. */
    public static long mmap(long bytes, int protection, int flags, int fd, long offset) {
        return call(MMAP, 0, bytes, protection, flags, fd, offset);
    }

    public static int munmap(long address, long bytes) {
        return (int) call(MUNMAP, address, bytes, 0, 0, 0, 0);
    }

    public static int mlockall(int flags) {
        return (int) call(MLOCKALL, flags, 0, 0, 0, 0, 0);
    }

    public static int munlockall() {
        return (int) call(MUNLOCKALL, 0, 0, 0, 0, 0, 0);
    }

    /** {@code int mknodat(AT_FDCWD, path, mode, device)}; {@code device} as {@link DeviceNumber#pack} gives it. */
    public static int mknod(long path, int mode, long device) {
        return (int) call(MKNODAT, AT_FDCWD, path, mode, device, 0, 0);
    }

    /** {@code name} is the address of a NUL-terminated string; it only shows in {@code /proc}. */
    public static int memfdCreate(long name, int flags) {
        return (int) call(MEMFD_CREATE, name, flags, 0, 0, 0, 0);
    }

    /** {@code parameters} is the address of a {@code struct io_uring_params}, 120 bytes; returns the ring's descriptor. */
    public static int ioUringSetup(int entries, long parameters) {
        return (int) call(IO_URING_SETUP, entries, parameters, 0, 0, 0, 0);
    }

    /** Returns how many entries the kernel took. No signal mask is given. */
    public static int ioUringEnter(int fd, int toSubmit, int minComplete, int flags) {
        return (int) call(IO_URING_ENTER, fd, toSubmit, minComplete, flags, 0, 0);
    }

    /** {@code descriptors} is the address of {@code count} of {@code struct pollfd}; a negative timeout waits for ever. */
    public static int poll(long descriptors, int count, int milliseconds) {
        return (int) call(POLL, descriptors, count, milliseconds, 0, 0, 0);
    }

    /** The id of a set of {@code count} System V semaphores. */
    public static int semget(int key, int count, int flags) {
        return (int) call(SEMGET, key, count, flags, 0, 0, 0);
    }

    public static int semctl(int set, int semaphore, int command, long argument) {
        return (int) call(SEMCTL, set, semaphore, command, argument, 0, 0);
    }

    /** {@code operations} is the address of {@code count} of {@code struct sembuf}, {@code timeout} that of a timespec. */
    public static int semtimedop(int set, long operations, int count, long timeout) {
        return (int) call(SEMTIMEDOP, set, operations, count, timeout, 0, 0);
    }

    private static long call(long number, long a, long b, long c, long d, long e, long f) {
        MemorySegment errno = Downcall.ERRNO.get();
        try {
            long result = (long) Downcall.SYSCALL.invokeExact(errno, number, a, b, c, d, e, f);
            return result == -1 ? -errno.get(ValueLayout.JAVA_INT, 0) : result;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Linked when first touched. */
    private static final class Downcall {
        private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
        static final MethodHandle SYSCALL;
        static final ThreadLocal<MemorySegment> ERRNO =
                ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CAPTURE));

        static {
            Linker linker = Linker.nativeLinker();
            ValueLayout.OfLong l = ValueLayout.JAVA_LONG;
            SYSCALL = linker.downcallHandle(
                    linker.defaultLookup().find("syscall").orElseThrow(),
                    FunctionDescriptor.of(l, l, l, l, l, l, l, l),
                    Linker.Option.firstVariadicArg(1),
                    Linker.Option.captureCallState("errno"));
        }
    }
}
