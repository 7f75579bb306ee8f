package org.dmkit.blockio;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;

/**
 * A block device, past the page cache (O_DIRECT): what the kernel's own targets write is seen at once, and what is written
 * here is on its way to the disk, not in a cache that a reader of the array might share.
 *
 * <p>A disk that vanished answers with ENXIO, ENODEV or EIO.
 */
public final class KernelDisk implements Disk {
    private static final int BOUNCE_SECTORS = 256;

    /** What the kernel says of it: it is known again by this. */
    private final DiskInfo found;

    private final DiskInfo info;
    private final boolean writable;
    private final int fd;

    /** Guards the bounce buffer, and reading a large sector from writing it back changed. */
    private final Object around = new Object();

    private final SectorBuffer bounce = new SectorBuffer(0);
    private boolean closed;

    private KernelDisk(DiskInfo found, DiskInfo info, boolean writable, int fd) {
        this.found = found;
        this.info = info;
        this.writable = writable;
        this.fd = fd;
    }

    /**
     * Opens the node {@code info.name()}. For writing the device must still be the one that {@code info} describes, by number,
     * size and identity, else ENXIO.
     */
    public static KernelDisk open(DiskInfo info, boolean writable) throws IOException {
        return open(info, info.serial(), writable);
    }

    /**
     * As {@link #open(DiskInfo, boolean)}, but the disk goes by another serial than the kernel's, as for a loop device that
     * stands in for a disk.
     *
     * @param found what the kernel says of it
     * @param serial what {@link #info} says
     */
    public static KernelDisk open(DiskInfo found, String serial, boolean writable) throws IOException {
        int access = writable ? Uapi.O_RDWR : Uapi.O_RDONLY;
        int fd = openNode(found.name(), access | Uapi.O_DIRECT | Uapi.O_CLOEXEC);
        if (writable) {
            try {
                checkSame(found, fd);
            } catch (IOException e) {
                Syscalls.close(fd);
                throw e;
            }
        }
        return new KernelDisk(found, found.withSerial(serial), writable, fd);
    }

    /**
     * Asks the kernel whether anybody holds the device for himself: a mount, another device on top, a program with O_EXCL. The
     * claim is given back at once, because device-mapper needs it.
     *
     * @throws KernelException EBUSY if so
     */
    public static void probeExclusive(DiskInfo info) throws IOException {
        Syscalls.close(openNode(info.name(), Uapi.O_RDONLY | Uapi.O_EXCL | Uapi.O_CLOEXEC));
    }

    @Override
    public boolean isFree() throws IOException {
        try {
            probeExclusive(info);
            return true;
        } catch (KernelException e) {
            if (e.errno() == Errno.EBUSY) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public DiskInfo info() {
        return info;
    }

    @Override
    public void read(long lba, MemorySegment into) throws IOException {
        DiskRange.check("pread", info, lba, into);
        if (isAligned(lba, into)) {
            readFully(lba, into);
            return;
        }
        synchronized (around) {
            long count = into.byteSize() / SectorBuffer.SECTOR;
            for (long done = 0; done < count; ) {
                Window window = window(lba + done, count - done);
                MemorySegment large = bounce.sectors(window.count);
                readFully(window.lba, large);
                MemorySegment.copy(large, window.skipBytes(), into, done * SectorBuffer.SECTOR, window.useBytes());
                done += window.use;
            }
        }
    }

    @Override
    public void write(long lba, MemorySegment from) throws IOException {
        DiskRange.checkWrite(info, writable, lba, from);
        if (isAligned(lba, from)) {
            writeFully(lba, from);
            return;
        }
        synchronized (around) {
            long count = from.byteSize() / SectorBuffer.SECTOR;
            for (long done = 0; done < count; ) {
                Window window = window(lba + done, count - done);
                MemorySegment large = bounce.sectors(window.count);
                if (window.use != window.count) {
                    readFully(window.lba, large);
                }
                MemorySegment.copy(from, done * SectorBuffer.SECTOR, large, window.skipBytes(), window.useBytes());
                writeFully(window.lba, large);
                done += window.use;
            }
        }
    }

    @Override
    public void verify() throws IOException {
        checkSame(found, fd);
    }

    /** {@code fdatasync}, which on a block device sends the flush of the drive's write cache. */
    @Override
    public void flush() throws IOException {
        int result = interruptible(() -> Syscalls.fdatasync(fd));
        if (result < 0) {
            throw new KernelException("fdatasync", info.name(), -result);
        }
    }

    /**
     * Takes the advisory lock on the whole disk that keeps udev from probing it meanwhile
     * (systemd.io/BLOCK_DEVICE_LOCKING). Others that share it, such as the udev worker that started us and waits for us, keep it:
     * then it is shared with them, and udev looks again once the disk is closed. Closing gives it back.
     *
     * @param patience how long to wait for another holder
     * @return false if another keeps it for itself: it is not taken then
     */
    public boolean lock(Duration patience) throws IOException {
        return FileLocks.acquire(fd, info.name(), patience) || FileLocks.share(fd, info.name());
    }

    @Override
    public void close() {
        synchronized (around) {
            if (!closed) {
                closed = true;
                Syscalls.close(fd);
            }
        }
    }

    int fd() {
        return fd;
    }

    /** Whether the kernel can move it as it is: place, length and memory suit the disk's sectors. */
    boolean isAligned(long lba, MemorySegment segment) {
        int size = info.sectorSize();
        return (lba * SectorBuffer.SECTOR) % size == 0
                && segment.byteSize() % size == 0
                && segment.address() % size == 0
                && segment.isNative();
    }

    /** Whole large sectors around the next piece. */
    private Window window(long lba, long count) {
        long grain = info.sectorSize() / SectorBuffer.SECTOR;
        long first = lba / grain * grain;
        long skip = lba - first;
        long use = Math.min(count, BOUNCE_SECTORS - skip);
        long whole = (skip + use + grain - 1) / grain * grain;
        return new Window(first, whole, skip, use);
    }

    /** {@code use} sectors behind the first {@code skip} of the {@code count} at {@code lba}. */
    private record Window(long lba, long count, long skip, long use) {
        long skipBytes() {
            return skip * SectorBuffer.SECTOR;
        }

        long useBytes() {
            return use * SectorBuffer.SECTOR;
        }
    }

    private void readFully(long lba, MemorySegment into) throws IOException {
        long offset = lba * SectorBuffer.SECTOR;
        long bytes = into.byteSize();
        try {
            for (long done = 0; done < bytes; ) {
                long n = Syscalls.pread(fd, into.address() + done, bytes - done, offset + done);
                done += progress("pread", lba, done, n);
            }
        } finally {
            Reference.reachabilityFence(into);
        }
    }

    private void writeFully(long lba, MemorySegment from) throws IOException {
        long offset = lba * SectorBuffer.SECTOR;
        long bytes = from.byteSize();
        try {
            for (long done = 0; done < bytes; ) {
                long n = Syscalls.pwrite(fd, from.address() + done, bytes - done, offset + done);
                done += progress("pwrite", lba, done, n);
            }
        } finally {
            Reference.reachabilityFence(from);
        }
    }

    private long progress(String call, long lba, long done, long result) throws IOException {
        if (result == -Errno.EINTR) {
            return 0;
        }
        if (result > 0) {
            return result;
        }
        // Nothing moved inside the size that the disk had: it is gone or has shrunk.
        int errno = result == 0 ? Errno.ENXIO : (int) -result;
        throw DiskRange.failure(call, info, lba + done / SectorBuffer.SECTOR, errno);
    }

    private static void checkSame(DiskInfo info, int fd) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(Uapi.STAT_BYTES, Long.BYTES);
            int result = Syscalls.ioctl(fd, Uapi.BLKGETSIZE64, answer.address());
            if (result < 0) {
                throw new KernelException("BLKGETSIZE64", info.name(), -result);
            }
            boolean same = answer.get(ValueLayout.JAVA_LONG, 0) == info.sectors() * SectorBuffer.SECTOR;
            result = Syscalls.fstat(fd, answer.address());
            if (result < 0) {
                throw new KernelException("fstat", info.name(), -result);
            }
            DeviceNumber number = DeviceNumber.unpack(answer.get(ValueLayout.JAVA_LONG, Uapi.STAT_RDEV));
            if (!same || !number.equals(info.number()) || !isSame(info, number)) {
                throw new KernelException("open", info.name() + " (it is another disk now)", Errno.ENXIO);
            }
        }
    }

    /** By what the kernel says now of the device with this number. */
    private static boolean isSame(DiskInfo info, DeviceNumber number) throws IOException {
        return new SysfsDisks().describe(Path.of(info.name()), number).isSame(info);
    }

    static int openNode(String path, int flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long name = arena.allocateFrom(path).address();
            int fd = interruptible(() -> Syscalls.open(name, flags, 0));
            if (fd < 0) {
                throw new KernelException("open", path, -fd);
            }
            return fd;
        }
    }

    private static int interruptible(IntSupplier call) {
        int result;
        do {
            result = call.getAsInt();
        } while (result == -Errno.EINTR);
        return result;
    }
}
