package org.dmkit.formats.hpt37x;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.model.Finding;

/** Decodes the record of one disk, and refuses what dmraid refuses to take as one. */
final class Hpt37xReader {
    private static final int MOST_DISKS = 8;

    private Hpt37xReader() {}

    /** The record counts sectors of 512 bytes; these controllers never had disks with others. */
    static boolean possible(DiskInfo disk) {
        return disk.sectorSize() == 512 && disk.sectors() >= Hpt37x.PLACE.end();
    }

    static Reading<Hpt37x> read(DiskInfo disk, Sectors sectors) {
        if (!possible(disk)) {
            return new Reading.Absent<>();
        }
        Optional<MemorySegment> sector = sectors.at(Hpt37x.PLACE);
        if (sector.isEmpty()) {
            return new Reading.Needs<>(List.of(Hpt37x.PLACE));
        }
        var record = new Hpt37x(Block.copyOf(sector.get()));
        int magic = record.sector().i32(Hpt37x.MAGIC);
        if (magic != Hpt37x.MAGIC_GOOD && magic != Hpt37x.MAGIC_BAD) {
            return new Reading.Absent<>();
        }
        if (record.number() >= MOST_DISKS) {
            return broken(disk, "disk-number", "disk_number", record.number(), "0.." + (MOST_DISKS - 1));
        }
        boolean sized = switch (record.kind()) {
            case STRIPE, MIRROR, MIRROR_OF_STRIPES -> record.total() >= Math.max(1, record.width());
            case SPARE, SPAN, SINGLE, UNSUPPORTED -> true;
        };
        if (!sized) {
            return broken(disk, "size", "total_secs", record.total(), "the sectors of the set");
        }
        return new Reading.Found<>(disk, record, List.of(Hpt37x.PLACE), List.of());
    }

    private static Reading<Hpt37x> broken(DiskInfo disk, String code, String field, long found, String expected) {
        return new Reading.Broken<>(List.of(Finding.error("hpt37x." + code)
                .on(disk)
                .at(Hpt37x.PLACE.lba())
                .field(field)
                .found(Long.toString(found))
                .expected(expected)
                .remedy("erase its metadata")));
    }
}
