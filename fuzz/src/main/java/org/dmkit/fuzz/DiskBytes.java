package org.dmkit.fuzz;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.blockio.MemoryDisk;
import org.dmkit.raid.assemble.Block;

/**
 * A few disks as one run of bytes that a fuzzer can change anywhere and that always means something. Little-endian:
 *
 * <pre>
 * 1      choices of the target
 * then for each disk
 * 1      runs of sectors that follow; bit 7: sectors of 4096 bytes
 * 6      size in sectors
 * 8      serial, ended by NUL
 * then for each run
 * 6      first sector, as its distance from the end of the disk
 * 1      how often the sector is repeated, less one
 * 512    the sector
 * </pre>
 */
final class DiskBytes {
    private static final int MOST_DISKS = 12;
    private static final long SIZE_MASK = (1L << 47) - 1;
    private static final int RUN = 6 + 1 + 512;
    private static final int DISK = 1 + 6 + 8;
    private static final int MOST_RUNS = 127;

    private DiskBytes() {}

    /** One run of equal sectors. */
    private record Run(long lba, int count, Block sector) {}

    /** The disks that {@code bytes} describe; whatever they are, they describe some, or none. */
    static List<MemoryDisk> decode(byte[] bytes) throws IOException {
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        var disks = new ArrayList<MemoryDisk>();
        if (in.hasRemaining()) {
            in.get();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sector = arena.allocate(512, 4096);
            while (in.remaining() >= DISK && disks.size() < MOST_DISKS) {
                int head = in.get() & 0xff;
                long sectors = six(in) & SIZE_MASK;
                byte[] serial = new byte[8];
                in.get(serial);
                var disk = new MemoryDisk(new DiskInfo(
                        "sd" + (char) ('a' + disks.size()),
                        sectors,
                        (head & 0x80) == 0 ? 512 : 4096,
                        text(serial),
                        null,
                        "",
                        null,
                        false));
                disks.add(disk);
                for (int i = 0; i < (head & MOST_RUNS) && in.remaining() >= RUN; i++) {
                    long lba = sectors - six(in);
                    int count = (in.get() & 0xff) + 1;
                    byte[] bytesOfSector = new byte[512];
                    in.get(bytesOfSector);
                    MemorySegment.copy(bytesOfSector, 0, sector, ValueLayout.JAVA_BYTE, 0, 512);
                    for (long at = Math.max(0, lba); at < lba + count && at < sectors; at++) {
                        disk.write(at, sector);
                    }
                }
            }
        }
        return disks;
    }

    /** The bytes of disks; empty if they are too many or hold too much. */
    static byte[] encode(List<MemoryDisk> disks) throws IOException {
        if (disks.size() > MOST_DISKS) {
            return new byte[0];
        }
        var runs = new ArrayList<List<Run>>();
        int size = 1;
        for (MemoryDisk disk : disks) {
            List<Run> list = runs(disk);
            if (list.size() > MOST_RUNS) {
                return new byte[0];
            }
            runs.add(list);
            size += DISK + list.size() * RUN;
        }
        var out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 0);
        for (int i = 0; i < disks.size(); i++) {
            DiskInfo info = disks.get(i).info();
            out.put((byte) (runs.get(i).size() | (info.sectorSize() == 4096 ? 0x80 : 0)));
            putSix(out, info.sectors());
            out.put(Arrays.copyOf(info.serial().getBytes(StandardCharsets.ISO_8859_1), 8));
            for (Run run : runs.get(i)) {
                putSix(out, info.sectors() - run.lba());
                out.put((byte) (run.count() - 1));
                run.sector().putInto(out);
            }
        }
        return out.array();
    }

    private static List<Run> runs(MemoryDisk disk) throws IOException {
        var runs = new ArrayList<Run>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(512, 4096);
            for (Extent extent : disk.extents()) {
                for (long lba = extent.lba(); lba < extent.end(); lba++) {
                    disk.read(lba, memory);
                    Block sector = Block.copyOf(memory);
                    Run last = runs.isEmpty() ? null : runs.getLast();
                    if (last != null
                            && last.lba() + last.count() == lba
                            && last.count() < 256
                            && last.sector().equals(sector)) {
                        runs.set(runs.size() - 1, new Run(last.lba(), last.count() + 1, sector));
                    } else {
                        runs.add(new Run(lba, 1, sector));
                    }
                    if (runs.size() > MOST_RUNS) {
                        return runs;
                    }
                }
            }
        }
        return runs;
    }

    private static String text(byte[] serial) {
        int end = 0;
        while (end < serial.length && serial[end] != 0) {
            end++;
        }
        return new String(serial, 0, end, StandardCharsets.ISO_8859_1);
    }

    private static long six(ByteBuffer in) {
        return (in.getInt() & 0xffff_ffffL) | (in.getShort() & 0xffffL) << 32;
    }

    private static void putSix(ByteBuffer out, long value) {
        out.putInt((int) value).putShort((short) (value >> 32));
    }
}
