package org.dmkit.formats.asr;

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
import org.jspecify.annotations.Nullable;

/** Reads the metadata of one disk. */
final class AsrReader {
    /** Sectors of a RAID table. */
    static final int TABLE_SECTORS = 16;

    private final DiskInfo disk;
    private final long last;

    private AsrReader(DiskInfo disk) {
        this.disk = disk;
        this.last = disk.sectors() - 1;
    }

    /** The reserved block with what the vendor puts before it; sectors of another size are not known to exist. */
    static List<Extent> anchors(DiskInfo disk) {
        if (disk.sectorSize() != 512 || disk.sectors() < 2) {
            return List.of();
        }
        long from = Math.max(0, disk.sectors() - 1 - TABLE_SECTORS);
        return List.of(new Extent(from, disk.sectors() - from));
    }

    static Reading<AsrMetadata> read(DiskInfo disk, Sectors sectors) {
        return anchors(disk).isEmpty() ? new Reading.Absent<>() : new AsrReader(disk).read(sectors);
    }

    private Reading<AsrMetadata> read(Sectors sectors) {
        Optional<MemorySegment> anchor = sectors.at(last);
        if (anchor.isEmpty()) {
            return new Reading.Absent<>();
        }
        var reserved = new ReservedBlock(Block.copyOf(anchor.get()).bigEndian());
        if (!reserved.signed()) {
            return new Reading.Absent<>();
        }
        if (reserved.version() != ReservedBlock.SUPPORTED) {
            return broken(last, "resver", reserved.version() + "", ReservedBlock.SUPPORTED + "");
        }
        long at = reserved.table();
        if (at == 0 || at >= last) {
            return broken(last, "raidtbl", "sector " + at, "one before sector " + last);
        }
        var extent = new Extent(at, Math.min(TABLE_SECTORS, last - at));
        Optional<MemorySegment> bytes = sectors.at(extent);
        if (bytes.isEmpty()) {
            return new Reading.Needs<>(List.of(extent));
        }
        var table = new RaidTable(Block.copyOf(bytes.get()).bigEndian());
        Reading.Broken<AsrMetadata> broken = unusable(table, at);
        return broken == null ? found(reserved, table, extent) : broken;
    }

    private Reading.@Nullable Broken<AsrMetadata> unusable(RaidTable table, long at) {
        if (!table.signed()) {
            return broken(at, "ridcode", hex(table.block().u32(0)), hex(RaidTable.ID_CODE));
        }
        if (table.count() == 0 || table.count() >= table.maxCount() || table.count() > RaidTable.MOST_LINES) {
            return broken(
                    at,
                    "elmcnt",
                    table.count() + "",
                    "1.." + Math.min(RaidTable.MOST_LINES, Math.max(1, table.maxCount() - 1)));
        }
        if (table.lineSize() != RaidTable.LINE_SIZE) {
            return broken(at, "elmsize", table.lineSize() + "", RaidTable.LINE_SIZE + "");
        }
        if (table.size() > table.block().size()) {
            return broken(at, "elmcnt", table.count() + " lines", "as many as end before sector " + last);
        }
        return null;
    }

    private Reading<AsrMetadata> found(ReservedBlock reserved, RaidTable table, Extent extent) {
        Optional<AsrMetadata> known = AsrMetadata.of(reserved, table);
        if (known.isEmpty()) {
            return broken(last, "drivemagic", hex(reserved.driveMagic()), "one that a line of the table has");
        }
        AsrMetadata metadata = known.get();
        if (metadata.own().capacity() == 0) {
            return broken(sectorOf(extent, metadata.own()), "lcapcty", "0 sectors", "more than none");
        }
        var findings = new ArrayList<Finding>();
        if (!metadata.sumIsRight()) {
            findings.add(Finding.warning("asr.checksum")
                    .on(disk)
                    .at(extent.lba())
                    .field("rchksum")
                    .found(hex(table.checksum()))
                    .expected(hex(table.sum()))
                    .remedy("believed only where no other disk has a good copy"));
        }
        return new Reading.Found<>(disk, metadata, List.of(extent, new Extent(last, 1)), findings);
    }

    private static long sectorOf(Extent table, ConfigLine line) {
        return table.lba() + (RaidTable.HEADER_SIZE + RaidTable.LINE_SIZE * line.index()) / 512;
    }

    private Reading.Broken<AsrMetadata> broken(long sector, String field, String found, String expected) {
        return new Reading.Broken<>(List.of(Finding.error("asr." + field)
                .on(disk)
                .at(sector)
                .field(field)
                .found(found)
                .expected(expected)
                .remedy("erase the metadata if the disk is in no array any more")));
    }

    private static String hex(long value) {
        return String.format("0x%X", value & 0xffff_ffffL);
    }
}
