package org.dmkit.blockio;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of a few sectors that is used like a disk, and need not be there yet: then it reads as zeros, and the first write makes it,
 * whole and durable with its name before anything else is in it. So one that the file system has no room for fails at once and leaves
 * nothing behind. What a shorter file lacks reads as zeros too.
 */
public final class SmallFile implements Disk {
    private final Path path;
    private final DiskInfo info;
    private final boolean writable;
    private @Nullable FileChannel file;

    private SmallFile(Path path, int sectors, boolean writable) {
        this.path = path;
        this.info = new DiskInfo(path.toString(), sectors, SectorBuffer.SECTOR, "", null, "", null, !writable);
        this.writable = writable;
    }

    /**
     * Opens a file that is there; of one that is not nothing is made.
     *
     * @throws IOException if it is no regular file, is larger, or its directory is not there
     */
    public static SmallFile open(Path path, int sectors, boolean writable) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        var small = new SmallFile(absolute, sectors, writable);
        if (Files.exists(absolute)) {
            if (!Files.isRegularFile(absolute)) {
                throw new IOException(absolute + ": not a regular file");
            }
            if (Files.size(absolute) > (long) sectors * SectorBuffer.SECTOR) {
                throw new IOException(absolute + ": a file of something else: it is larger than "
                        + (long) sectors * SectorBuffer.SECTOR + " bytes");
            }
            small.file = writable
                    ? FileChannel.open(absolute, StandardOpenOption.READ, StandardOpenOption.WRITE)
                    : FileChannel.open(absolute, StandardOpenOption.READ);
        } else if (!Files.isDirectory(directory(absolute))) {
            throw new IOException(directory(absolute) + ": not a directory");
        }
        return small;
    }

    private static Path directory(Path absolute) throws IOException {
        Path directory = absolute.getParent();
        if (directory == null) {
            throw new IOException(absolute + ": not a regular file");
        }
        return directory;
    }

    @Override
    public DiskInfo info() {
        return info;
    }

    @Override
    public synchronized void read(long lba, MemorySegment into) throws IOException {
        DiskRange.check("pread", info, lba, into);
        into.fill((byte) 0);
        if (file == null) {
            return;
        }
        ByteBuffer buffer = into.asByteBuffer();
        long offset = lba * SectorBuffer.SECTOR;
        while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) >= 0) {
            // up to where it ends
        }
    }

    @Override
    public synchronized void write(long lba, MemorySegment from) throws IOException {
        DiskRange.checkWrite(info, writable, lba, from);
        if (file == null) {
            file = make();
        }
        write(file, from.asByteBuffer(), lba * SectorBuffer.SECTOR);
    }

    private FileChannel make() throws IOException {
        FileChannel made = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            write(made, ByteBuffer.allocate(Math.toIntExact(info.sectors()) * SectorBuffer.SECTOR), 0);
            made.force(true);
            try (FileChannel directory = FileChannel.open(directory(path), StandardOpenOption.READ)) {
                directory.force(true);
            }
            return made;
        } catch (IOException e) {
            try (made) {
                Files.delete(path);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private static void write(FileChannel to, ByteBuffer bytes, long offset) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes, offset + bytes.position());
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        if (file != null) {
            file.force(true);
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            // Nothing is lost: what had to last was flushed.
        }
    }
}
