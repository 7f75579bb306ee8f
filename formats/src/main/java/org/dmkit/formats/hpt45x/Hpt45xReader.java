package org.dmkit.formats.hpt45x;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.model.Finding;

/** Decodes the record of one disk. A wrong checksum makes it none, as for the vendor's driver; dmraid doesn't look at it. */
final class Hpt45xReader {
    private static final int MOST_DISKS = 8;
    /** What marking a disk as failed adds to the sum, if nobody corrects it. */
    private static final int MARKED = Hpt45x.MAGIC_BAD - Hpt45x.MAGIC_GOOD;

    private Hpt45xReader() {}

    /** The record counts sectors of 512 bytes; these controllers never had disks with others. */
    static boolean possible(DiskInfo disk) {
        return disk.sectorSize() == 512 && disk.sectors() > Hpt45x.FROM_END;
    }

    static Reading<Hpt45x> read(DiskInfo disk, Sectors sectors) {
        if (!possible(disk)) {
            return new Reading.Absent<>();
        }
        Extent place = Hpt45x.place(disk);
        Optional<MemorySegment> read = sectors.at(place);
        if (read.isEmpty()) {
            return new Reading.Needs<>(List.of(place));
        }
        Block sector = Block.copyOf(read.get());
        int magic = sector.i32(Hpt45x.MAGIC);
        if (magic != Hpt45x.MAGIC_GOOD && magic != Hpt45x.MAGIC_BAD) {
            return new Reading.Absent<>();
        }
        int sum = Hpt45x.sum(sector, Hpt45x.CHECKED);
        if (sum != 0 && !(magic == Hpt45x.MAGIC_BAD && sum == MARKED)) {
            return broken(
                    disk,
                    "checksum",
                    "checksum",
                    hex(sector.u8(Hpt45x.CHECKSUM)),
                    hex(sector.u8(Hpt45x.CHECKSUM) - sum & 0xff));
        }
        return whole(sector)
                ? decode(disk, sector, List.of())
                : decode(disk, old(sector), List.of(older(disk, sector)));
    }

    private static boolean whole(Block sector) {
        return Hpt45x.sum(sector, sector.size()) == 0;
    }

    /** As the vendor reads a record of a version that had no second half. */
    private static Block old(Block sector) {
        return sector.with(Hpt45x.CHECKED, Block.zeros(sector.size() - Hpt45x.CHECKED));
    }

    private static Finding older(DiskInfo disk, Block sector) {
        return Finding.warning("hpt45x.checksum31")
                .on(disk)
                .at(Hpt45x.place(disk).lba())
                .field("checksum31")
                .found(hex(sector.u8(Hpt45x.CHECKED)))
                .expected(hex(sector.u8(Hpt45x.CHECKED) - Hpt45x.sum(sector, sector.size()) & 0xff))
                .remedy("sizes above 2 TiB are not read");
    }

    private static Reading<Hpt45x> decode(DiskInfo disk, Block sector, List<Finding> findings) {
        var record = new Hpt45x(sector);
        Hpt45xLevel outer = record.outer();
        if (outer.number() >= MOST_DISKS) {
            return broken(disk, "number", "number", Integer.toString(outer.number()), "0.." + (MOST_DISKS - 1));
        }
        boolean sized = switch (record.kind()) {
            case STRIPE, MIRROR, STRIPE_OF_MIRRORS, PARITY -> outer.perMember() > 0;
            case SPAN, SPARE, LEFT_OVER, UNSUPPORTED -> true;
        };
        if (!sized) {
            return broken(disk, "size", "capacity", Long.toString(outer.capacity()), "the sectors of the set");
        }
        return new Reading.Found<>(disk, record, List.of(Hpt45x.place(disk)), findings);
    }

    private static Reading<Hpt45x> broken(DiskInfo disk, String code, String field, String found, String expected) {
        return new Reading.Broken<>(List.of(Finding.error("hpt45x." + code)
                .on(disk)
                .at(Hpt45x.place(disk).lba())
                .field(field)
                .found(found)
                .expected(expected)
                .remedy("rebuild the disk, or erase its metadata")));
    }

    private static String hex(int value) {
        return "0x%02x".formatted(value);
    }
}
