package org.dmkit.blockio;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A block device that is only read, past the page cache as {@link KernelDisk} does, but through the JDK's own channel: for that
 * nothing has to be linked, which takes longer than to read a few disks. Whatever else is asked, and what the channel can't do, a
 * {@code KernelDisk} does that is opened then; it also says why something failed.
 */
public final class ChannelDisk implements Disk {
    /** What the JDK asks of place, length and memory: the block of the file system that the node is in. */
    private static final int GRAIN = 4096;

    private static final int BOUNCE_SECTORS = 256;

    private final DiskInfo found;
    private final DiskInfo info;
    private final FileChannel channel;

    /** Guards what follows. */
    private final Object around = new Object();

    private final SectorBuffer bounce = new SectorBuffer(0);
    private @Nullable KernelDisk kernel;

    private ChannelDisk(DiskInfo found, DiskInfo info, FileChannel channel) {
        this.found = found;
        this.info = info;
        this.channel = channel;
    }

    /** As {@link KernelDisk#open(DiskInfo, String, boolean)} for reading. */
    public static Disk open(DiskInfo found, String serial) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(Path.of(found.name()), StandardOpenOption.READ, direct());
        } catch (IOException | UnsupportedOperationException | ReflectiveOperationException untold) {
            return KernelDisk.open(found, serial, false);
        }
        return new ChannelDisk(found, found.withSerial(serial), channel);
    }

    /** By its name: javac warns of whatever lies in that package of the module jdk.unsupported, and nothing silences it. */
    private static OpenOption direct() throws ReflectiveOperationException {
        return (OpenOption) Class.forName("com.sun.nio.file.ExtendedOpenOption")
                .getField("DIRECT")
                .get(null);
    }

    @Override
    public DiskInfo info() {
        return info;
    }

    @Override
    public void read(long lba, MemorySegment into) throws IOException {
        DiskRange.check("pread", info, lba, into);
        if (!readThroughChannel(lba * SectorBuffer.SECTOR, into)) {
            kernel().read(lba, into);
        }
    }

    /** False if it did not work, for whatever reason. */
    private boolean readThroughChannel(long offset, MemorySegment into) {
        long bytes = into.byteSize();
        try {
            if (offset % GRAIN == 0 && bytes % GRAIN == 0 && into.isNative() && into.address() % GRAIN == 0) {
                return fill(into, offset, bytes);
            }
            synchronized (around) {
                for (long done = 0; done < bytes; ) {
                    long skip = (offset + done) % GRAIN;
                    long use = Math.min(bytes - done, (long) BOUNCE_SECTORS * SectorBuffer.SECTOR - skip);
                    long whole = (skip + use + GRAIN - 1) / GRAIN * GRAIN;
                    MemorySegment large = bounce.sectors(whole / SectorBuffer.SECTOR);
                    if (!fill(large, offset + done - skip, skip + use)) {
                        return false;
                    }
                    MemorySegment.copy(large, skip, into, done, use);
                    done += use;
                }
                return true;
            }
        } catch (IOException untold) {
            return false;
        }
    }

    /** Reads until so many bytes are there; the rest of a last block may lie beyond the disk. */
    private boolean fill(MemorySegment into, long offset, long wanted) throws IOException {
        for (long done = 0; done < wanted; ) {
            ByteBuffer buffer = into.asSlice(done, Math.min(1 << 30, into.byteSize() - done))
                    .asByteBuffer();
            int n = channel.read(buffer, offset + done);
            if (n <= 0) {
                return false;
            }
            done += n;
        }
        return true;
    }

    @Override
    public void write(long lba, MemorySegment from) throws IOException {
        DiskRange.checkWrite(info, false, lba, from);
    }

    @Override
    public void flush() {}

    @Override
    public boolean isFree() throws IOException {
        return kernel().isFree();
    }

    @Override
    public void verify() throws IOException {
        kernel().verify();
    }

    private KernelDisk kernel() throws IOException {
        synchronized (around) {
            if (kernel == null) {
                kernel = KernelDisk.open(found, info.serial(), false);
            }
            return kernel;
        }
    }

    @Override
    public void close() {
        synchronized (around) {
            try {
                channel.close();
            } catch (IOException e) {
                // It was only read.
            }
            if (kernel != null) {
                kernel.close();
            }
        }
    }
}
