package org.dmkit.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.ChannelDisk;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.KernelDisk;
import org.dmkit.blockio.SysfsDisks;
import org.dmkit.raid.scan.Scan;

/**
 * Reads the head and the tail of each disk of this machine and ends: {@code threads} through the JDK's channels, {@code ring}
 * through io_uring, which has to be linked first. Each word is done in turn.
 */
final class Reading {
    static final String THREADS = "threads";
    static final String RING = "ring";

    /** What a program's times are called. */
    static String name(String way, String kind, int disks) {
        return "reading by " + way + " " + kind + disks;
    }

    private static final int SECTOR = 512;
    private static final int PAGE = 4096;

    private static final long HEAD = (long) Scan.HEAD * SECTOR;
    private static final long TAIL = (long) Scan.TAIL * SECTOR;

    /** Whole pages, as a scan has them. */
    private static final long HEAD_ROOM = (HEAD + PAGE - 1) / PAGE * PAGE;

    private Reading() {}

    public static void main(String[] args) throws IOException {
        for (String word : args) {
            read(word.equals(RING));
        }
    }

    private static void read(boolean ring) throws IOException {
        var disks = new ArrayList<Disk>();
        for (DiskInfo info : new SysfsDisks().list(false)) {
            disks.add(ring ? KernelDisk.open(info, false) : ChannelDisk.open(info, info.serial()));
        }
        try (Arena arena = Arena.ofShared();
                BatchReader reader = BatchReader.create()) {
            MemorySegment memory = arena.allocate((HEAD_ROOM + TAIL) * disks.size(), PAGE);
            var requests = new ArrayList<BatchReader.Request>();
            long at = 0;
            for (Disk disk : disks) {
                requests.add(new BatchReader.Request(disk, 0, memory.asSlice(at, HEAD)));
                requests.add(new BatchReader.Request(
                        disk, disk.info().sectors() - Scan.TAIL, memory.asSlice(at + HEAD_ROOM, TAIL)));
                at += HEAD_ROOM + TAIL;
            }
            List<IOException> failed =
                    reader.read(requests).stream().filter(e -> e != null).toList();
            if (!failed.isEmpty()) {
                throw failed.getFirst();
            }
        } finally {
            disks.forEach(Disk::close);
        }
    }
}
