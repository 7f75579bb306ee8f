package org.dmkit.formats.jmicron;

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

/** Decodes the structure of one disk. */
final class JmReader {
    private static final int VERSION = 1;

    private JmReader() {}

    /** The structure counts sectors of 512 bytes. */
    static boolean possible(DiskInfo disk) {
        return disk.sectorSize() == 512 && disk.sectors() > 1;
    }

    static Reading<Jm> read(DiskInfo disk, Sectors sectors) {
        if (!possible(disk)) {
            return new Reading.Absent<>();
        }
        Extent place = Jm.place(disk);
        Optional<MemorySegment> sector = sectors.at(place);
        if (sector.isEmpty()) {
            return new Reading.Needs<>(List.of(place));
        }
        var jm = new Jm(Block.copyOf(sector.get()));
        if (jm.signature() != Jm.SIGNATURE) {
            return new Reading.Absent<>();
        }
        int sum = jm.sum();
        if (sum > 1) {
            // Two letters at the end of a disk prove nothing: without the version beside them it is somebody else's
            // data.
            return jm.version() == VERSION
                    ? new Reading.Broken<>(List.of(checksum(disk, jm, sum)))
                    : new Reading.Absent<>();
        }
        return new Reading.Found<>(disk, jm, List.of(place), odd(disk, jm));
    }

    private static Finding checksum(DiskInfo disk, Jm jm, int sum) {
        int found = jm.structure().u16(0x04);
        return Finding.error("jmicron.checksum")
                .on(disk)
                .at(Jm.place(disk).lba())
                .field("checksum")
                .found(hex(found))
                .expected(hex(found - sum & 0xffff) + " or " + hex(found - sum + 1 & 0xffff))
                .remedy("rebuild the disk, or erase its metadata");
    }

    private static List<Finding> odd(DiskInfo disk, Jm jm) {
        var odd = new ArrayList<Finding>();
        if (jm.base() != 0) {
            odd.add(Finding.warning("jmicron.base")
                    .on(disk)
                    .at(Jm.place(disk).lba())
                    .field("base")
                    .found(Long.toString(jm.base()))
                    .expected("0")
                    .remedy("taken as sectors, as dmraid does; check the data before writing"));
        }
        return odd;
    }

    private static String hex(int value) {
        return "0x%04x".formatted(value);
    }
}
