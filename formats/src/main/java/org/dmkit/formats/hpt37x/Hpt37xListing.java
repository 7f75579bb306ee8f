package org.dmkit.formats.hpt37x;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.DmraidView;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.RaidDevice.Status;
import org.dmkit.raid.format.RaidDevice.Type;
import org.dmkit.raid.format.Reading;

/** A disk as dmraid lists it: by {@code type} alone, and each but the first with its data from sector 10 on. */
final class Hpt37xListing implements DmraidView<Hpt37x> {
    @Override
    public RaidDevice listed(Reading.Found<Hpt37x> found) {
        var record = found.metadata();
        Type type = type(record);
        long offset = record.number() == 0 ? 0 : Hpt37xSet.HIDDEN;
        long sectors = switch (type) {
            case STRIPE -> record.total() / Math.max(1, record.width());
            case MIRROR -> record.total();
            default -> found.disk().sectors();
        };
        boolean stacked = record.magic0() != 0 && (record.type() == 2 || record.type() == 7);
        return new RaidDevice(
                stacked ? record.subsetName() : record.setName(),
                type,
                record.failed() ? Status.BROKEN : Status.OK,
                sectors - offset,
                offset,
                RaidDevice.strideOf(record.sector().u8(0x31)));
    }

    private static Type type(Hpt37x record) {
        if (record.magic0() == 0) {
            return Type.SPARE;
        }
        return switch (record.type()) {
            case 0, 2 -> Type.STRIPE;
            case 1, 7 -> Type.MIRROR;
            case 3, 6 -> Type.LINEAR;
            default -> Type.UNKNOWN;
        };
    }

    @Override
    public List<String> nativeLog(Reading.Found<Hpt37x> found) {
        Block b = found.metadata().sector();
        var lines = new ArrayList<String>();
        lines.add("0x020 magic: 0x%x".formatted(b.i32(0x20)));
        lines.add("0x024 magic_0: 0x%x".formatted(b.i32(0x24)));
        lines.add("0x028 magic_1: 0x%x".formatted(b.i32(0x28)));
        lines.add("0x02c order: " + b.u32(0x2c));
        lines.add("0x030 raid_disks: " + b.u8(0x30));
        lines.add("0x031 raid0_shift: " + b.u8(0x31));
        lines.add("0x032 type: " + b.u8(0x32));
        lines.add("0x033 disk_number: " + b.u8(0x33));
        lines.add("0x034 total_secs: " + b.u32(0x34));
        lines.add("0x038 disk_mode: 0x%x".formatted(b.i32(0x38)));
        lines.add("0x03c boot_mode: 0x%x".formatted(b.i32(0x3c)));
        lines.add("0x040 boot_disk: " + b.u8(0x40));
        lines.add("0x041 boot_protect: " + b.u8(0x41));
        lines.add("0x042 error_log_entries: " + b.u8(0x42));
        lines.add("0x043 error_log_index: " + b.u8(0x43));
        if (b.u8(0x42) > 0) {
            lines.add("error_log:");
        }
        // dmraid prints up to the first entry without a time, whatever the count says.
        for (int i = 0; i < Hpt37x.ERROR_LOG_ENTRIES; i++) {
            int at = Hpt37x.ERROR_LOG + i * Hpt37x.ERROR_LOG_ENTRY;
            if (b.i32(at) == 0) {
                break;
            }
            lines.add("0x%03x timestamp: %d".formatted(at, b.u32(at)));
            lines.add("0x%03x reason: %d".formatted(at + 4, b.u8(at + 4)));
            lines.add("0x%03x disk: %d".formatted(at + 5, b.u8(at + 5)));
            lines.add("0x%03x status: %d".formatted(at + 6, b.u8(at + 6)));
            lines.add("0x%03x sectors: %d".formatted(at + 7, b.u8(at + 7)));
            lines.add("0x%03x lba: %d".formatted(at + 8, b.u32(at + 8)));
        }
        return lines;
    }
}
