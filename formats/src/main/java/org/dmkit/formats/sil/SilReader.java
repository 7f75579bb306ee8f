package org.dmkit.formats.sil;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;

/** Finds and checks the copies of one disk. */
final class SilReader {
    private static final int COPIES = 4;
    private static final int BETWEEN = 512;
    /** Sectors from the first copy, seen from the start of the disk, to the end. */
    static final int RESERVE = (COPIES - 1) * BETWEEN + 1;

    /** All that dmraid and blkid go by: bits of the IDENTIFY words 48 and 49, which not every disk has. */
    private static final long MAGIC_MASK = 0x03ff_ffff;

    private static final long MAGIC = 0x0300_0000;
    private static final int HIGHEST_NUMBER = 7;

    private SilReader() {}

    /** One copy. */
    private sealed interface Copy {
        record None(long lba) implements Copy {}

        record Bad(Finding why) implements Copy {}

        record Valid(SilMetadata metadata) implements Copy {}
    }

    /** Where the copies lie, the last sector first; none on a disk that can't have them: the format knows 512 bytes only. */
    static List<Extent> places(DiskInfo disk) {
        return disk.sectorSize() == 512 && disk.sectors() > RESERVE
                ? IntStream.range(0, COPIES)
                        .mapToObj(i -> new Extent(disk.sectors() - 1 - (long) i * BETWEEN, 1))
                        .toList()
                : List.of();
    }

    static Reading<SilMetadata> read(DiskInfo disk, Sectors sectors) {
        List<Extent> places = places(disk);
        var copies = new ArrayList<Copy>();
        var missing = new ArrayList<Extent>();
        for (Extent place : places) {
            Optional<MemorySegment> sector = sectors.at(place);
            sector.ifPresentOrElse(s -> copies.add(copy(disk, place.lba(), Block.copyOf(s))), () -> missing.add(place));
        }
        return missing.isEmpty() ? decode(disk, places, copies) : new Reading.Needs<>(missing);
    }

    private static Copy copy(DiskInfo disk, long lba, Block block) {
        var m = new SilMetadata(block);
        boolean magic = (block.u32(SilMetadata.MAGIC) & MAGIC_MASK) == MAGIC;
        boolean controller =
                m.vendor() == SilMetadata.SILICON_IMAGE && (m.majorVersion() == 1 || m.majorVersion() == 2);
        if (!magic && !controller) {
            return new Copy.None(lba);
        }
        int sum = 0;
        for (int at = 0; at < SilMetadata.COVERED; at += 2) {
            sum += block.u16(at);
        }
        sum &= 0xffff;
        if (sum != 0 && !(sum == 0xffff && m.majorVersion() == 1)) {
            int stored = block.u16(SilMetadata.CHECKSUM);
            return bad(disk, lba, "checksum", "checksum1", hex(stored), hex((stored - sum) & 0xffff));
        }
        if (m.diskNumber() > HIGHEST_NUMBER) {
            return bad(disk, lba, "disk-number", "disk_number", Integer.toString(m.diskNumber()), "0..7");
        }
        if (m.thisDiskSectors() > disk.sectors()) {
            return bad(
                    disk,
                    lba,
                    "disk-size",
                    "thisdisk_sectors",
                    Long.toString(m.thisDiskSectors()),
                    "at most " + disk.sectors());
        }
        return SilListing.sectors(m, disk) == 0
                ? bad(
                        disk,
                        lba,
                        "no-data",
                        "array_sectors, drives_per_striped_set, disk_number",
                        m.arraySectors() + ", " + m.drivesPerStripe() + ", " + m.diskNumber(),
                        "room for data in a place of the set")
                : new Copy.Valid(m);
    }

    private static Reading<SilMetadata> decode(DiskInfo disk, List<Extent> places, List<Copy> copies) {
        List<SilMetadata> valid = copies.stream()
                .filter(Copy.Valid.class::isInstance)
                .map(c -> ((Copy.Valid) c).metadata())
                .toList();
        if (valid.isEmpty()) {
            List<Finding> bad = copies.stream()
                    .filter(Copy.Bad.class::isInstance)
                    .map(c -> ((Copy.Bad) c).why())
                    .toList();
            return bad.isEmpty() ? new Reading.Absent<>() : new Reading.Broken<>(bad);
        }
        SilMetadata believed = SilCopies.believed(valid);
        var findings = new ArrayList<Finding>();
        for (int i = 0; i < copies.size(); i++) {
            long lba = places.get(i).lba();
            switch (copies.get(i)) {
                case Copy.None none -> findings.add(warning(disk, lba, "copy-missing", "", "no copy", "one of four"));
                case Copy.Bad bad -> findings.add(usable(bad.why()));
                case Copy.Valid copy -> {
                    SilMetadata m = copy.metadata();
                    if (!SilCopies.same(m, believed)) {
                        findings.add(warning(
                                disk,
                                lba,
                                "copies-differ",
                                "incarnation_no",
                                told(m),
                                told(believed) + ", which is taken"));
                    }
                }
            }
        }
        return new Reading.Found<>(disk, believed, places, findings);
    }

    private static String told(SilMetadata m) {
        return SilNames.set(m) + " in incarnation " + Integer.toUnsignedString(m.incarnation());
    }

    private static Copy bad(DiskInfo disk, long lba, String code, String field, String found, String expected) {
        return new Copy.Bad(Finding.error("sil." + code)
                .on(disk)
                .at(lba)
                .field(field)
                .found(found)
                .expected(expected)
                .remedy("rebuild the disk, or erase its metadata"));
    }

    /** The same of one copy while another is valid. */
    private static Finding usable(Finding f) {
        return f.as(Severity.WARNING).remedy("another copy is used");
    }

    private static Finding warning(DiskInfo disk, long lba, String code, String field, String found, String expected) {
        return Finding.warning("sil." + code)
                .on(disk)
                .at(lba)
                .field(field)
                .found(found)
                .expected(expected)
                .remedy("another copy is used");
    }

    private static String hex(int value) {
        return String.format("0x%04x", value);
    }
}
