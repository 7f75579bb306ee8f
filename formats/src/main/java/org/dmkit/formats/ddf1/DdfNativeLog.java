package org.dmkit.formats.ddf1;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dmkit.raid.assemble.Block;

/**
 * The metadata field by field, as {@code dmraid -n} prints them: offset in the structure, name, value. Debian's
 * dmraid-activate parses this text.
 */
final class DdfNativeLog {
    private static final long SPARE = 0x5555_5555L;
    private static final int SPARE_HEAD = 32;

    private final List<String> lines = new ArrayList<>();

    private final boolean littleEndian;

    private DdfNativeLog(boolean littleEndian) {
        this.littleEndian = littleEndian;
    }

    static List<String> lines(DdfDisk disk) {
        var log = new DdfNativeLog(disk.littleEndian());
        log.lines.add("DDF1 anchor at " + disk.anchorLba() + " with tables in "
                + (disk.littleEndian() ? "little" : "big") + "-endian format.");
        log.header(disk.anchor().block());
        disk.copies().forEach(h -> log.header(h.block()));
        if (disk.controller().size() > 0) {
            log.controller(disk.controller());
        }
        log.diskData(disk.diskData());
        log.table("Physical", disk.physicalSection());
        DdfTable<PhysicalDisk> disks = disk.physicalDisks();
        disks.first(disks.populated()).forEach(d -> log.physicalDisk(d.block()));
        log.table("Virtual", disk.virtualSection());
        DdfTable<VirtualDisk> volumes = disk.virtualDisks();
        volumes.first(volumes.populated()).forEach(v -> log.virtualDisk(v.block()));
        for (Block slot : disk.slots()) {
            if (slot.u32(0) == ConfigRecord.SIGNATURE) {
                log.configRecord(ConfigRecord.of(slot, disk.active()));
            } else if (slot.u32(0) == SPARE) {
                log.spareRecord(slot);
            }
        }
        return List.copyOf(log.lines);
    }

    private void header(Block b) {
        start("DDF1 Header", b);
        bytes(b, 0x08, "guid:\t\t", DdfGuid.LENGTH);
        bytes(b, 0x20, "rev:\t\t", 8);
        signed(b, 0x28, "seqnum:\t\t");
        hex(b, 0x2c, 4, "timestamp:\t");
        hex(b, 0x30, 1, "open:\t\t");
        hex(b, 0x31, 1, "foreign:\t\t");
        hex(b, 0x32, 1, "grouping:\t\t");
        number(b, 0x60, 8, "primary header:\t");
        number(b, 0x68, 8, "secondary header:\t");
        hex(b, 0x70, 1, "header type:\t");
        signed(b, 0x74, "workspace len:\t");
        number(b, 0x78, 8, "workspace lba:\t");
        number(b, 0x80, 2, "max pd:\t\t");
        number(b, 0x82, 2, "max vd:\t\t");
        number(b, 0x84, 2, "max part:\t\t");
        number(b, 0x86, 2, "vd_config len:\t");
        number(b, 0x88, 2, "max_primary_elts:\t");
        signed(b, 0xc0, "adapter_offset:\t");
        signed(b, 0xc4, "adapter_len:\t");
        signed(b, 0xc8, "pd_offset:\t");
        signed(b, 0xcc, "pd_len:\t\t");
        signed(b, 0xd0, "vd_offset:\t");
        signed(b, 0xd4, "vd_len:\t\t");
        signed(b, 0xd8, "config_offset:\t");
        signed(b, 0xdc, "config_len:\t");
        signed(b, 0xe0, "disk_data_offset:\t");
        signed(b, 0xe4, "disk_data_len:\t");
        signed(b, 0xe8, "badblock_offset:\t");
        signed(b, 0xec, "badblock_len:\t");
        signed(b, 0xf0, "diag_offset:\t");
        signed(b, 0xf4, "diag_len:\t\t");
        signed(b, 0xf8, "vendor_offset:\t");
        signed(b, 0xfc, "vendor_len:\t");
    }

    private void controller(Block b) {
        start("Adapter Data", b);
        bytes(b, 0x08, "guid:\t\t", DdfGuid.LENGTH);
        hex(b, 0x20, 2, "pci vendor:\t");
        hex(b, 0x22, 2, "pci device:\t");
        hex(b, 0x24, 2, "pci subvendor:\t");
        hex(b, 0x26, 2, "pci subdevice:\t");
    }

    private void diskData(Block b) {
        start("Disk Data", b);
        bytes(b, 0x08, "guid:\t\t", DdfGuid.LENGTH);
        hex(b, 0x20, 4, "reference:\t\t");
        number(b, 0x24, 1, "forced_ref_flag:\t");
        number(b, 0x25, 1, "forced_guid_flag:\t");
    }

    private void table(String of, Block b) {
        start(of + " Drive Header", b);
        number(b, 0x08, 2, "num drives:\t");
        number(b, 0x0a, 2, "max drives:\t");
    }

    private void physicalDisk(Block b) {
        lines.add("Physical Drive at ADDR");
        bytes(b, 0x00, "guid:\t\t", DdfGuid.LENGTH);
        hex(b, 0x18, 4, "reference #:\t");
        hex(b, 0x1c, 2, "type:\t\t");
        hex(b, 0x1e, 2, "state:\t\t");
        line(0x20, "size:\t\t", Long.toUnsignedString(new PhysicalDisk(b).configured()));
        bytes(b, 0x28, "path info:\t", 18);
    }

    private void virtualDisk(Block b) {
        lines.add("Virtual Drive at ADDR");
        bytes(b, 0x00, "guid:\t\t", DdfGuid.LENGTH);
        // Of big-endian disks dmraid turns 32 bits for these 16, and nothing is left.
        line(0x18, "vd #:\t\t", String.format("0x%X", littleEndian ? b.u16(0x18) : 0));
        hex(b, 0x1c, 4, "type:\t\t");
        hex(b, 0x20, 1, "state:\t\t");
        hex(b, 0x21, 1, "init state:\t");
        bytes(b, 0x30, "name:\t\t", 16);
    }

    private void configRecord(ConfigRecord record) {
        Block b = record.block();
        start("Virtual Drive Config Record", b);
        bytes(b, 0x08, "guid:\t\t", DdfGuid.LENGTH);
        hex(b, 0x20, 4, "timestamp:\t");
        signed(b, 0x24, "seqnum:\t\t");
        number(b, 0x40, 2, "primary count:\t");
        line(0x42, "stripe size:\t", b.u8(0x42) + "KiB");
        number(b, 0x43, 1, "raid level:\t");
        number(b, 0x44, 1, "raid qualifier:\t");
        number(b, 0x45, 1, "secondary count:\t");
        number(b, 0x46, 1, "secondary number:\t");
        number(b, 0x47, 1, "secondary level:\t");
        for (int i = 0; i < 8; i++) {
            hex(b, 0x60 + 4 * i, 4, "spare " + i + ":\t\t");
        }
        // A word of 64 bits of which dmraid prints 32.
        line(0x80, "cache policy:\t", String.format("0x%X", (int) b.i64(0x80)));
        number(b, 0x88, 1, "bg task rate:\t");
        number(b, 0x48, 8, "sector count:\t");
        number(b, 0x50, 8, "size:\t\t");
        lines.add("Drive map:");
        List<ConfigRecord.Place> entries = record.firstEntries();
        for (int i = 0; i < entries.size(); i++) {
            ConfigRecord.Place e = entries.get(i);
            lines.add(String.format("%d: %X @ %s", i, e.reference(), Long.toUnsignedString(e.lba())));
        }
    }

    private void spareRecord(Block b) {
        start("Spare Config Record", b);
        hex(b, 0x08, 4, "timestamp:\t");
        hex(b, 0x13, 1, "type:\t\t");
        number(b, 0x14, 2, "num drives:\t");
        number(b, 0x16, 2, "max drives:\t");
        IntStream.range(0, Math.min(b.u16(0x14), (b.size() - SPARE_HEAD) / 32)).forEach(i -> {
            int at = SPARE_HEAD + 32 * i;
            lines.add("Spare " + i + ":");
            bytes(b, at, "guid:\t\t", DdfGuid.LENGTH);
            number(b, at + 24, 2, "secondary:\t");
        });
    }

    /** The line of a structure, its signature and checksum. */
    private void start(String title, Block b) {
        lines.add(title + " at ADDR");
        hex(b, 0, 4, "signature:\t");
        hex(b, 4, 4, "crc:\t\t");
    }

    private void hex(Block b, int offset, int size, String name) {
        line(offset, name, String.format("0x%X", value(b, offset, size)));
    }

    private void number(Block b, int offset, int size, String name) {
        line(offset, name, Long.toUnsignedString(value(b, offset, size)));
    }

    /** Four bytes that dmraid takes for a signed number. */
    private void signed(Block b, int offset, String name) {
        line(offset, name, Integer.toString(b.i32(offset)));
    }

    private static long value(Block b, int offset, int size) {
        return switch (size) {
            case 1 -> b.u8(offset);
            case 2 -> b.u16(offset);
            case 4 -> b.u32(offset);
            default -> b.i64(offset);
        };
    }

    /** As text, a dot for what is not printable, and in hexadecimal. */
    private void bytes(Block b, int offset, String name, int size) {
        var text = new StringBuilder("\"");
        var hex = new StringBuilder("[");
        for (int i = 0; i < size; i++) {
            int c = b.u8(offset + i);
            text.append(c >= ' ' && c < 0x7f ? (char) c : '.');
            hex.append(String.format(i == 0 ? "%02x" : " %02x", c));
        }
        line(offset, name, text.append("\" ").append(hex).append(']').toString());
    }

    private void line(int offset, String name, String value) {
        lines.add(String.format("0x%03x %s%s", offset, name, value));
    }
}
