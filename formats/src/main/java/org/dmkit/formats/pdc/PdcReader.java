package org.dmkit.formats.pdc;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.model.Finding;

/** Finds the blocks of one disk. One that is damaged doesn't take the others with it. */
final class PdcReader {
    private final DiskInfo disk;
    private final Sectors sectors;
    private final List<PdcBlock> sound = new ArrayList<>();
    private final List<Extent> extents = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private PdcReader(DiskInfo disk, Sectors sectors) {
        this.disk = disk;
        this.sectors = sectors;
    }

    static Reading<PdcDisk> read(DiskInfo disk, Sectors sectors) {
        return new PdcReader(disk, sectors).read();
    }

    private Reading<PdcDisk> read() {
        for (Extent place : PdcPlace.candidates(disk)) {
            Optional<MemorySegment> block = sectors.at(place);
            if (block.isPresent() && signed(block.get())) {
                return from(place);
            }
        }
        return new Reading.Absent<>();
    }

    private Reading<PdcDisk> from(Extent first) {
        List<Extent> places = PdcPlace.from(first, disk);
        List<Extent> unread =
                places.stream().filter(p -> sectors.at(p).isEmpty()).toList();
        if (!unread.isEmpty()) {
            return new Reading.Needs<>(unread);
        }
        for (Extent place : places) {
            MemorySegment bytes = sectors.at(place).orElseThrow();
            if (!signed(bytes)) {
                break;
            }
            extents.add(place);
            decode(Block.copyOf(bytes), place);
        }
        return sound.isEmpty()
                ? new Reading.Broken<>(findings)
                : new Reading.Found<>(disk, new PdcDisk(first.lba(), sound), extents, findings);
    }

    private static boolean signed(MemorySegment bytes) {
        return Block.copyOf(bytes.asSlice(0, PdcBlock.SIGNATURE.size())).equals(PdcBlock.SIGNATURE);
    }

    private void decode(Block bytes, Extent place) {
        var block = new PdcBlock(bytes, place.lba());
        long sum = PdcBlock.sum(bytes);
        if (sum != bytes.u32(PdcBlock.CHECKSUM)) {
            broken(place, 3, "checksum", "checksum", hex(bytes.u32(PdcBlock.CHECKSUM)), hex(sum));
        } else if (block.totalDisks() > PdcBlock.MAX_DISKS) {
            broken(
                    place,
                    1,
                    "total-disks",
                    "total_disks",
                    Integer.toString(block.totalDisks()),
                    "1.." + PdcBlock.MAX_DISKS);
        } else if (!block.noVolume() && !PdcType.known(block.type())) {
            broken(
                    place,
                    1,
                    "type",
                    "type",
                    Integer.toString(block.type()),
                    "0 (RAID0), 1 (RAID1, RAID10), 4 (RAID5), 8 (span) or 16 (JBOD)");
        } else {
            sound.add(block);
        }
    }

    private void broken(Extent place, int sector, String code, String field, String found, String expected) {
        findings.add(Finding.error("pdc." + code)
                .on(disk)
                .at(place.lba() + sector)
                .field(field)
                .found(found)
                .expected(expected)
                .remedy("this block is not used; rebuild the disk, or erase its metadata"));
    }

    private static String hex(long value) {
        return String.format("0x%08x", value);
    }
}
