package org.dmkit.vmtest.guest;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.Capture;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.blockio.KernelDisk;
import org.dmkit.blockio.LoopDevices;
import org.dmkit.blockio.MemoryDisk;
import org.dmkit.blockio.SectorBuffer;
import org.dmkit.blockio.SysfsDisks;

/** The disks of a case as loop devices over sparse files, open past the page cache. */
final class CaseDisks implements AutoCloseable {
    /** Sectors copied at a time. */
    private static final int PIECE = 128;

    private final Path directory;
    private final List<Disk> disks = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    private CaseDisks(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes them with what the capture has.
     *
     * @param memory a directory in memory; what is made there is removed at the end
     */
    static CaseDisks of(Capture capture, Path memory) throws IOException {
        var disks = new CaseDisks(Files.createTempDirectory(memory, "case"));
        try {
            for (Disk disk : capture.disks()) {
                disks.add((MemoryDisk) disk);
            }
            return disks;
        } catch (IOException | RuntimeException e) {
            disks.close();
            throw e;
        }
    }

    /** Named by their nodes, with the serials of the case. */
    List<Disk> all() {
        return List.copyOf(disks);
    }

    private void add(MemoryDisk captured) throws IOException {
        DiskInfo wanted = captured.info();
        Path image = directory.resolve("disk" + disks.size());
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(wanted.sectors() * SectorBuffer.SECTOR);
        }
        LoopDevices.Attached loop = new LoopDevices().attach(image, true, wanted.sectorSize());
        open.add(loop);
        DiskInfo found = new SysfsDisks().describe(loop.node());
        KernelDisk disk = KernelDisk.open(found, wanted.serial(), true);
        open.add(disk);
        var buffer = new SectorBuffer(PIECE);
        for (Extent extent : captured.extents()) {
            for (long lba = extent.lba(); lba < extent.end(); lba += PIECE) {
                MemorySegment piece = buffer.sectors(Math.min(PIECE, extent.end() - lba));
                captured.read(lba, piece);
                disk.write(lba, piece);
            }
        }
        disks.add(disk);
    }

    @Override
    public void close() throws IOException {
        for (AutoCloseable each : open.reversed()) {
            try {
                each.close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
        try (var files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
