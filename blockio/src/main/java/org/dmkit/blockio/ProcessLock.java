package org.dmkit.blockio;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;

/**
 * Keeps two processes from changing arrays at the same time: a {@code flock} on a file that tells the holder's process
 * id. The kernel gives it back when the holder dies. The file stays, because removing it would let two hold "the" lock.
 */
public final class ProcessLock implements AutoCloseable {
    private int fd;

    private ProcessLock(int fd) {
        this.fd = fd;
    }

    /** Another process holds the lock. */
    public static final class HeldException extends IOException {
        private static final long serialVersionUID = 1;

        private final long pid;

        private HeldException(Path file, long pid) {
            super(file + ": held by " + (pid > 0 ? "process " + pid : "another process"));
            this.pid = pid;
        }

        /** The holder, 0 if it has not told. */
        public long pid() {
            return pid;
        }
    }

    /**
     * Takes the lock; makes the file if there is none, not its directory.
     *
     * @param file such as {@code /run/lock/dmkit.lock}
     * @param patience how long to wait for another holder
     * @throws HeldException if it is held all the time
     */
    public static ProcessLock acquire(Path file, Duration patience) throws IOException {
        int fd;
        try (Arena arena = Arena.ofConfined()) {
            long name = arena.allocateFrom(file.toString()).address();
            fd = Syscalls.open(name, Uapi.O_RDWR | Uapi.O_CREAT | Uapi.O_NOFOLLOW | Uapi.O_CLOEXEC, 0644);
        }
        if (fd < 0) {
            throw new KernelException("open", file.toString(), -fd);
        }
        try {
            if (!FileLocks.acquire(fd, file.toString(), patience)) {
                throw new HeldException(file, holder(file));
            }
            tellHolder(file);
            return new ProcessLock(fd);
        } catch (IOException e) {
            Syscalls.close(fd);
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        if (fd >= 0) {
            Syscalls.close(fd);
            fd = -1;
        }
    }

    private static void tellHolder(Path file) throws IOException {
        String pid = ProcessHandle.current().pid() + "\n";
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            out.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private static long holder(Path file) throws IOException {
        try {
            long pid = Long.parseLong(
                    Files.readString(file, StandardCharsets.ISO_8859_1).strip());
            // The file may still tell a former holder that died, while some other program holds it now.
            return ProcessHandle.of(pid).isPresent() ? pid : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
