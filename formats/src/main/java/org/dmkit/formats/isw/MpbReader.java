package org.dmkit.formats.isw;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.model.Finding.Severity;

/** Decodes the MPB of one disk. Bounds everything that the bytes announce; never throws for what they say. */
final class MpbReader {
    private static final String ERASE = "rebuild the disk, or erase its metadata";
    private static final Block SIGNATURE = Block.copyOf(Mpb.SIGNATURE.getBytes(StandardCharsets.US_ASCII));

    private MpbReader() {}

    static Reading<Mpb> read(DiskInfo disk, Sectors sectors) {
        MpbPlace place = MpbPlace.on(disk);
        if (!place.exists()) {
            return new Reading.Absent<>();
        }
        Optional<MemorySegment> anchor = sectors.at(place.anchor());
        if (anchor.isEmpty()) {
            return new Reading.Needs<>(List.of(place.anchor()));
        }
        Block first = Block.copyOf(anchor.get());
        if (!first.slice(0, SIGNATURE.size()).equals(SIGNATURE)) {
            return new Reading.Absent<>();
        }
        long size = first.u32(Mpb.MPB_SIZE);
        if (size < Mpb.MIN_SIZE || size > Mpb.MAX_SIZE || !place.fits((int) size)) {
            return broken(
                    disk,
                    0,
                    Mpb.MPB_SIZE,
                    "mpb-size",
                    "mpb_size",
                    Long.toString(size),
                    Mpb.MIN_SIZE + ".." + Mpb.MAX_SIZE + " bytes on the disk");
        }
        int bytes = (int) size;
        Block mpb = first;
        for (Extent extended : place.extended(bytes)) {
            Optional<MemorySegment> more = sectors.at(extended);
            if (more.isEmpty()) {
                return new Reading.Needs<>(List.of(extended));
            }
            mpb = mpb.then(Block.copyOf(more.get()));
        }
        return decode(disk, mpb.slice(0, bytes), place);
    }

    private static Reading<Mpb> decode(DiskInfo disk, Block mpb, MpbPlace place) {
        int size = mpb.size();
        int sum = MpbWriter.checksum(mpb.toBytes());
        if (sum != mpb.i32(Mpb.CHECK_SUM)) {
            return broken(disk, size, Mpb.CHECK_SUM, "checksum", "check_sum", hex(mpb.i32(Mpb.CHECK_SUM)), hex(sum));
        }
        int diskCount = mpb.u8(Mpb.NUM_DISKS);
        int volumesAt = Mpb.HEAD + diskCount * IswDisk.SIZE;
        if (diskCount == 0 || volumesAt > size) {
            return broken(
                    disk,
                    size,
                    Mpb.NUM_DISKS,
                    "num-disks",
                    "num_disks",
                    Integer.toString(diskCount),
                    "1.." + (size - Mpb.HEAD) / IswDisk.SIZE);
        }
        long logSize = mpb.u32(Mpb.BBM_LOG_SIZE);
        if (logSize > size - volumesAt) {
            return broken(
                    disk,
                    size,
                    Mpb.BBM_LOG_SIZE,
                    "bbm-log",
                    "bbm_log_size",
                    Long.toString(logSize),
                    "at most " + (size - volumesAt));
        }
        int logAt = size - (int) logSize;
        Block log = mpb.slice(logAt, (int) logSize);
        Optional<String> defect = BadBlocks.defect(log);
        if (defect.isPresent()) {
            return broken(disk, size, logAt, "bbm-log", "bbm_log", defect.get(), "a log of 8 + 8 * entry_count bytes");
        }
        List<IswDisk> disks = new ArrayList<>();
        for (int i = 0; i < diskCount; i++) {
            disks.add(new IswDisk(mpb.slice(Mpb.HEAD + i * IswDisk.SIZE, IswDisk.SIZE)));
        }
        List<IswVolume> volumes = new ArrayList<>();
        int at = volumesAt;
        for (int i = 0; i < mpb.u8(Mpb.NUM_RAID_DEVS); i++) {
            Optional<IswVolume> volume = volume(mpb, at, logAt);
            if (volume.isEmpty()) {
                break;
            }
            volumes.add(volume.get());
            at += volume.get().block().size();
        }
        Mpb decoded = new Mpb(mpb.slice(0, Mpb.HEAD), disks, volumes, mpb.slice(at, logAt - at), log, place.unit());
        return new Reading.Found<>(disk, decoded, place.all(size), MpbCheck.disk(disk, decoded));
    }

    /** The volume at {@code at}; empty if it runs over {@code end}. */
    private static Optional<IswVolume> volume(Block mpb, int at, int end) {
        int map0At = at + IswVolume.HEAD;
        Optional<IswMap> map0 = map(mpb, map0At, end);
        if (map0.isEmpty()) {
            return Optional.empty();
        }
        Block head = mpb.slice(at, IswVolume.HEAD);
        if (head.u8(IswVolume.MIGR_STATE) == 0) {
            return Optional.of(new IswVolume(head, map0.get(), null));
        }
        return map(mpb, map0At + map0.get().block().size(), end).map(map1 -> new IswVolume(head, map0.get(), map1));
    }

    private static Optional<IswMap> map(Block mpb, int at, int end) {
        if (at + IswMap.HEAD > end) {
            return Optional.empty();
        }
        int size = IswMap.sizeOf(mpb.u8(at + IswMap.NUM_MEMBERS));
        return at + size > end ? Optional.empty() : Optional.of(new IswMap(mpb.slice(at, size)));
    }

    private static Reading<Mpb> broken(
            DiskInfo disk, int size, int offset, String code, String field, String found, String expected) {
        return new Reading.Broken<>(
                List.of(new Findings(disk, size).at(offset, Severity.ERROR, code, field, found, expected, ERASE)));
    }

    private static String hex(int value) {
        return String.format("0x%08x", value);
    }
}
