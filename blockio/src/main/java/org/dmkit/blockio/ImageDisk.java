package org.dmkit.blockio;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.dmkit.linux.Errno;

/** A raw image file that stands in for a disk of 512-byte sectors. What is behind its last whole sector is left alone. */
public final class ImageDisk implements Disk {
    /** What one buffer can address, in whole pages. */
    private static final long CHUNK = 1L << 30;

    private final DiskInfo info;
    private final boolean writable;
    private final FileChannel file;

    private ImageDisk(DiskInfo info, boolean writable, FileChannel file) {
        this.info = info;
        this.writable = writable;
        this.file = file;
    }

    /** Opens with the default serial, the file's name without directory and last extension: it stays the same from run to run. */
    public static ImageDisk open(Path path, boolean writable) throws IOException {
        return open(path, DiskSpec.defaultSerial(path.toString()), writable);
    }

    /** Opens a regular file; the disk's name is the path as given. */
    public static ImageDisk open(Path path, String serial, boolean writable) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException(path + ": no image file");
        }
        Set<StandardOpenOption> options =
                writable ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE) : Set.of(StandardOpenOption.READ);
        FileChannel file = FileChannel.open(path, options);
        try {
            long sectors = file.size() / SectorBuffer.SECTOR;
            DiskInfo info = new DiskInfo(
                    path.toString(), sectors, SectorBuffer.SECTOR, serial, null, "", null, !Files.isWritable(path));
            return new ImageDisk(info, writable, file);
        } catch (IOException e) {
            file.close();
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
        long offset = lba * SectorBuffer.SECTOR;
        for (long done = 0; done < into.byteSize(); ) {
            int n = file.read(buffer(into, done), offset + done);
            if (n < 0) {
                throw DiskRange.failure("pread", info, lba + done / SectorBuffer.SECTOR, Errno.ENXIO);
            }
            done += n;
        }
    }

    @Override
    public void write(long lba, MemorySegment from) throws IOException {
        DiskRange.checkWrite(info, writable, lba, from);
        long offset = lba * SectorBuffer.SECTOR;
        for (long done = 0; done < from.byteSize(); ) {
            done += file.write(buffer(from, done), offset + done);
        }
    }

    @Override
    public void flush() throws IOException {
        file.force(false);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // Nothing is lost: what had to last was flushed.
        }
    }

    private static ByteBuffer buffer(MemorySegment segment, long from) {
        return segment.asSlice(from, Math.min(CHUNK, segment.byteSize() - from)).asByteBuffer();
    }
}
