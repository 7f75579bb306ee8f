package org.dmkit.cli.dmsetup;

import org.dmkit.linux.Errno;

/** What the C library calls errors, as {@code strerror} in English. */
final class ErrorText {
    private ErrorText() {}

    static String of(int errno) {
        return switch (errno) {
            case Errno.EPERM -> "Operation not permitted";
            case Errno.ENOENT -> "No such file or directory";
            case Errno.ESRCH -> "No such process";
            case Errno.EINTR -> "Interrupted system call";
            case Errno.EIO -> "Input/output error";
            case Errno.ENXIO -> "No such device or address";
            case Errno.E2BIG -> "Argument list too long";
            case Errno.EBADF -> "Bad file descriptor";
            case Errno.EAGAIN -> "Resource temporarily unavailable";
            case Errno.ENOMEM -> "Cannot allocate memory";
            case Errno.EACCES -> "Permission denied";
            case Errno.EFAULT -> "Bad address";
            case Errno.ENOTBLK -> "Block device required";
            case Errno.EBUSY -> "Device or resource busy";
            case Errno.EEXIST -> "File exists";
            case Errno.ENODEV -> "No such device";
            case Errno.ENOTDIR -> "Not a directory";
            case Errno.EISDIR -> "Is a directory";
            case Errno.EINVAL -> "Invalid argument";
            case Errno.ENFILE -> "Too many open files in system";
            case Errno.EMFILE -> "Too many open files";
            case Errno.ENOTTY -> "Inappropriate ioctl for device";
            case Errno.ENOSPC -> "No space left on device";
            case Errno.EROFS -> "Read-only file system";
            case Errno.EPIPE -> "Broken pipe";
            case Errno.ERANGE -> "Numerical result out of range";
            case Errno.EDEADLK -> "Resource deadlock avoided";
            case Errno.ENAMETOOLONG -> "File name too long";
            case Errno.ENOSYS -> "Function not implemented";
            case Errno.ENODATA -> "No data available";
            case Errno.EIDRM -> "Identifier removed";
            case Errno.EOPNOTSUPP -> "Operation not supported";
            case Errno.ETIMEDOUT -> "Connection timed out";
            default -> "Unknown error " + errno;
        };
    }
}
