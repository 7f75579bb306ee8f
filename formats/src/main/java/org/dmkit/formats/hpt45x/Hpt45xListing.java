package org.dmkit.formats.hpt45x;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.assemble.DigitLetters;
import org.dmkit.raid.format.DmraidView;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.RaidDevice.Status;
import org.dmkit.raid.format.RaidDevice.Type;
import org.dmkit.raid.format.Reading;

/** A disk as dmraid lists it: it knows low words only, and neither RAID 5 nor the number of levels. */
final class Hpt45xListing implements DmraidView<Hpt45x> {
    @Override
    public RaidDevice listed(Reading.Found<Hpt45x> found) {
        var record = found.metadata();
        Type type = type(record);
        long capacity = record.sector().u32(0x0c);
        long sectors = switch (type) {
            case STRIPE -> capacity / Math.max(1, record.outer().members());
            case MIRROR -> capacity;
            default -> Hpt45x.place(found.disk()).lba();
        };
        return new RaidDevice(
                name(record),
                type,
                record.failed() ? Status.BROKEN : Status.OK,
                sectors,
                0,
                RaidDevice.strideOf(record.sector().u8(0x13)));
    }

    private static Type type(Hpt45x record) {
        if (record.stamp() == 0) {
            return Type.SPARE;
        }
        return switch (record.outer().type()) {
            case Hpt45xLevel.SPAN -> Type.LINEAR;
            case Hpt45xLevel.RAID0 -> Type.STRIPE;
            case Hpt45xLevel.RAID1 -> Type.MIRROR;
            default -> Type.UNKNOWN;
        };
    }

    /** In a stacked set with the number of the copy. dmraid turns all but the last two characters into letters. */
    private static String name(Hpt45x record) {
        if (record.stamp() == 0 || record.inner().type() != Hpt45xLevel.RAID1) {
            return record.setName();
        }
        String name = record.stamp() + "-" + record.inner().number();
        int kept = name.length() - 2;
        return "hpt45x_" + DigitLetters.of(name.substring(0, kept)) + name.substring(kept);
    }

    @Override
    public List<String> nativeLog(Reading.Found<Hpt45x> found) {
        Block b = found.metadata().sector();
        var lines = new ArrayList<String>();
        lines.add("0x000 magic: 0x%x".formatted(b.i32(0x00)));
        lines.add("0x004 magic_0: 0x%x".formatted(b.i32(0x04)));
        lines.add("0x008 magic_1: 0x%x".formatted(b.i32(0x08)));
        lines.add("0x00c total_secs: " + b.u32(0x0c));
        lines.add("0x010 type: " + b.u8(0x10));
        lines.add("0x011 raid_disks: " + b.u8(0x11));
        lines.add("0x012 disk_number: " + b.u8(0x12));
        lines.add("0x013 raid0_shift: " + b.u8(0x13));
        for (int i = 0; i < 3; i++) {
            lines.add("0x%03x dummy[%d]: 0x%x".formatted(0x14 + 4 * i, i, b.i32(0x14 + 4 * i)));
        }
        lines.add("0x020 raid1_type: " + b.u8(0x20));
        lines.add("0x021 raid1_raid_disks: " + b.u8(0x21));
        lines.add("0x022 raid1_disk_number: " + b.u8(0x22));
        lines.add("0x023 raid1_shift: " + b.u8(0x23));
        for (int i = 0; i < 3; i++) {
            lines.add("0x%03x dummy1[%d]: 0x%x".formatted(0x24 + 4 * i, i, b.i32(0x24 + 4 * i)));
        }
        return lines;
    }
}
