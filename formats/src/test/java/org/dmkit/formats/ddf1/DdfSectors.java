package org.dmkit.formats.ddf1;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import org.dmkit.formats.ddf1.DdfHeader.Section;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Reading;

/** Changes the metadata on the disks of a case, in all their copies, and makes the checksums right again. */
final class DdfSectors {
    private DdfSectors() {}

    static DdfCase load(String name) {
        return DdfCase.load(name);
    }

    static DdfDisk metadata(DdfCase c, String disk) {
        return ((Reading.Found<DdfDisk>) c.reading(disk)).metadata();
    }

    static List<String> names(DdfCase c) {
        return c.names();
    }

    /** A table, or the disk data: one structure. */
    static void section(DdfCase c, String disk, Section section, UnaryOperator<Block> change) {
        DdfDisk d = metadata(c, disk);
        for (DdfHeader header : d.copies()) {
            long lba = lba(header) + header.offset(section);
            int count = section == Section.DISK_DATA ? 1 : (int) header.length(section);
            write(c, disk, lba, sealed(change.apply(read(c, disk, lba, count, d))));
        }
    }

    /** Each configuration record of a volume. */
    static void records(DdfCase c, String disk, UnaryOperator<Block> change) {
        DdfDisk d = metadata(c, disk);
        for (DdfHeader header : d.copies()) {
            int length = header.recordLength();
            long lba = lba(header) + header.offset(Section.CONFIGURATION);
            for (int at = 0; at + length <= header.length(Section.CONFIGURATION); at += length) {
                Block record = read(c, disk, lba + at, length, d);
                if (record.u32(0) == ConfigRecord.SIGNATURE) {
                    write(c, disk, lba + at, sealed(change.apply(record)));
                }
            }
        }
    }

    static void records(DdfCase c, UnaryOperator<Block> change) {
        names(c).forEach(disk -> records(c, disk, change));
    }

    /** The entry of the disk at this index, in the tables of these disks. */
    static void physical(DdfCase c, List<String> disks, int index, UnaryOperator<Block> change) {
        disks.forEach(disk -> section(c, disk, Section.PHYSICAL_DISKS, s -> entry(s, index, change)));
    }

    /** The entry of the first volume, on all disks. */
    static void virtual(DdfCase c, UnaryOperator<Block> change) {
        names(c).forEach(disk -> section(c, disk, Section.VIRTUAL_DISKS, s -> entry(s, 0, change)));
    }

    private static Block entry(Block section, int index, UnaryOperator<Block> change) {
        int at = DdfTable.HEAD + index * DdfTable.ENTRY;
        return section.with(at, change.apply(section.slice(at, DdfTable.ENTRY)));
    }

    /** All structures with a checksum of another kind. */
    static void resealed(DdfCase c, String disk, UnaryOperator<Block> kind) {
        DdfDisk d = metadata(c, disk);
        for (DdfHeader header : d.copies()) {
            for (Section section : List.of(Section.PHYSICAL_DISKS, Section.VIRTUAL_DISKS, Section.DISK_DATA)) {
                long lba = lba(header) + header.offset(section);
                write(c, disk, lba, kind.apply(read(c, disk, lba, (int) header.length(section), d)));
            }
            long record = lba(header) + header.offset(Section.CONFIGURATION);
            write(c, disk, record, kind.apply(read(c, disk, record, header.recordLength(), d)));
            write(c, disk, lba(header), kind.apply(header.block()));
        }
        write(c, disk, d.anchorLba(), kind.apply(d.anchor().block()));
    }

    /** The headers of both copies. */
    static void headers(DdfCase c, String disk, UnaryOperator<Block> change) {
        for (DdfHeader header : metadata(c, disk).copies()) {
            write(c, disk, lba(header), sealed(change.apply(header.block())));
        }
    }

    /** The anchor and the headers of both copies. */
    static void allHeaders(DdfCase c, String disk, UnaryOperator<Block> change) {
        DdfDisk d = metadata(c, disk);
        headers(c, disk, change);
        write(c, disk, d.anchorLba(), sealed(change.apply(d.anchor().block())));
    }

    static long lba(DdfHeader header) {
        return header.type() == DdfHeader.PRIMARY ? header.primaryLba() : header.secondaryLba();
    }

    static void flip(DdfCase c, String disk, long lba, int offset) {
        byte[] sector = c.sector(disk, lba);
        sector[offset] ^= 0x40;
        c.put(disk, lba, sector);
    }

    private static Block read(DdfCase c, String disk, long lba, int count, DdfDisk like) {
        Block all = Block.EMPTY;
        for (int i = 0; i < count; i++) {
            all = all.then(Block.copyOf(c.sector(disk, lba + i)));
        }
        return like.littleEndian() ? all : all.bigEndian();
    }

    private static void write(DdfCase c, String disk, long lba, Block block) {
        for (int i = 0; i * 512 < block.size(); i++) {
            c.put(disk, lba + i, block.slice(i * 512, 512).toBytes());
        }
    }

    /** With the checksum that mdadm writes: the table-driven CRC-32, from 0, not inverted. */
    static Block sealed(Block structure) {
        byte[] bytes = structure.with32(4, -1).toBytes();
        int crc = 0;
        for (byte b : bytes) {
            crc ^= b & 0xff;
            for (int i = 0; i < 8; i++) {
                crc = crc >>> 1 ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
            }
        }
        return structure.with32(4, crc);
    }

    /** With the checksum that FreeBSD writes: CRC-32 as everybody knows it. */
    static Block sealedAsByFreeBsd(Block structure) {
        var crc = new CRC32();
        crc.update(structure.with32(4, -1).toBytes());
        return structure.with32(4, crc.getValue());
    }

    static void writeSector(DdfCase c, String disk, long lba, Block block) {
        write(c, disk, lba, block);
    }
}
