package org.dmkit.formats.nvidia;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.model.Finding;

/** Finds and checks the block of one disk. */
final class NvidiaReader {
    private static final int WORDS = NvidiaMetadata.SIZE / 4;
    static final Block VENDOR = ascii("NVIDIA  ");
    /** dmraid compares no more than this. */
    private static final Block VENDOR_BEGINS = ascii("NVIDIA");

    private NvidiaReader() {}

    /** Where the block lies; empty on a disk that can't have one: the format knows sectors of 512 bytes only. */
    static Optional<Extent> place(DiskInfo disk) {
        return disk.sectorSize() == 512 && disk.sectors() > 2
                ? Optional.of(new Extent(disk.sectors() - 2, 1))
                : Optional.empty();
    }

    static Reading<NvidiaMetadata> read(DiskInfo disk, Sectors sectors) {
        Optional<Extent> place = place(disk);
        if (place.isEmpty()) {
            return new Reading.Absent<>();
        }
        Optional<MemorySegment> sector = sectors.at(place.get());
        return sector.isEmpty()
                ? new Reading.Needs<>(List.of(place.get()))
                : decode(disk, place.get(), Block.copyOf(sector.get()));
    }

    private static Reading<NvidiaMetadata> decode(DiskInfo disk, Extent place, Block block) {
        if (!block.slice(0, VENDOR_BEGINS.size()).equals(VENDOR_BEGINS)) {
            return new Reading.Absent<>();
        }
        long size = block.u32(NvidiaMetadata.WORDS);
        if (size != WORDS) {
            return broken(disk, place, "size", "size", Long.toString(size), Integer.toString(WORDS));
        }
        int sum = 0;
        for (int at = 0; at < NvidiaMetadata.SIZE; at += 4) {
            sum += block.i32(at);
        }
        if (sum != 0) {
            int stored = block.i32(NvidiaMetadata.CHECKSUM);
            return broken(disk, place, "checksum", "chksum", hex(stored), hex(stored - sum));
        }
        List<Finding> odd = block.slice(0, VENDOR.size()).equals(VENDOR)
                ? List.of()
                : List.of(Finding.warning("nvidia.vendor")
                        .on(disk)
                        .at(place.lba())
                        .field("vendor")
                        .found("something else behind NVIDIA")
                        .expected("two blanks")
                        .remedy("other programs may overlook this disk"));
        return new Reading.Found<>(disk, new NvidiaMetadata(block), List.of(place), odd);
    }

    private static Reading<NvidiaMetadata> broken(
            DiskInfo disk, Extent place, String code, String field, String found, String expected) {
        return new Reading.Broken<>(List.of(Finding.error("nvidia." + code)
                .on(disk)
                .at(place.lba())
                .field(field)
                .found(found)
                .expected(expected)
                .remedy("rebuild the disk, or erase its metadata")));
    }

    static Block ascii(String text) {
        return Block.copyOf(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hex(int value) {
        return String.format("0x%08x", value);
    }
}
