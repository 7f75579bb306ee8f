package org.dmkit.formats.sil;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.DmraidView;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.RaidDevice.Status;
import org.dmkit.raid.format.RaidDevice.Type;
import org.dmkit.raid.format.Reading;

/** A disk as dmraid lists and logs it, which knows no states and calls every disk ok. */
final class SilListing implements DmraidView<SilMetadata> {
    @Override
    public RaidDevice listed(Reading.Found<SilMetadata> found) {
        SilMetadata m = found.metadata();
        Type type = switch (m.typeCode()) {
            case 0, 2 -> Type.STRIPE;
            case 1 -> Type.MIRROR;
            case SilType.SPARE -> Type.SPARE;
            case 0x10 -> Type.RAID5_LEFT_SYMMETRIC;
            case 0xff -> Type.LINEAR;
            default -> Type.UNKNOWN;
        };
        return new RaidDevice(
                m.typeCode() == 2 ? SilNames.subset(m) : SilNames.set(m),
                type,
                Status.OK,
                sectors(m, found.disk()),
                0,
                m.block().u16(0x112));
    }

    /** What dmraid takes as usable; it has nothing to do with a disk where that is 0. */
    static long sectors(SilMetadata m, DiskInfo disk) {
        return switch (m.typeCode()) {
            case 0 ->
                m.diskNumber() < m.drivesPerStripe() ? Long.divideUnsigned(m.arraySectors(), m.drivesPerStripe()) : 0;
            case 1, 2 -> m.arraySectors();
            default -> SilSizes.untilCopies(disk.sectors());
        };
    }

    @Override
    public List<String> nativeLog(Reading.Found<SilMetadata> found) {
        Block b = found.metadata().block();
        var lines = new ArrayList<String>();
        lines.add(quoted(b, "unknown0", 0x000, 42));
        lines.add(quoted(b, "ascii_version", 0x02e, 8));
        lines.add(quoted(b, "diskname", 0x036, 32));
        lines.add(quoted(b, "unknown1", 0x056, 22));
        lines.add(String.format("0x060 magic: 0x%x", b.i32(0x60)));
        lines.add(quoted(b, "unknown1a", 0x064, 8));
        lines.add("0x06c array_sectors_low: " + b.u32(0x6c));
        lines.add("0x070 array_sectors_high: " + b.u32(0x70));
        lines.add(quoted(b, "unknown2", 0x074, 4));
        lines.add("0x078 thisdisk_sectors: " + b.u32(0x78));
        lines.add("0x104 product_id: " + b.u16(0x104));
        lines.add("0x106 vendor_id: " + b.u16(0x106));
        lines.add("0x108 minor_ver: " + b.u16(0x108));
        lines.add("0x10a major_ver: " + b.u16(0x10a));
        // dmraid takes the remainder of the field's address too.
        lines.add("0xADDR seconds: " + b.u8(0x10c) % 60);
        lines.add(String.format("0x10c seconds(full): 0x%x", b.u8(0x10c)));
        lines.add("0xADDR minutes: " + b.u8(0x10d) % 60);
        lines.add(String.format("0x10d minutes(full): 0x%x", b.u8(0x10d)));
        lines.add("0x10e hour: " + b.u8(0x10e));
        lines.add("0x10f day: " + b.u8(0x10f));
        lines.add("0x110 month: " + b.u8(0x110));
        lines.add("0x111 year: " + b.u8(0x111));
        lines.add("0x112 raid0_stride: " + b.u16(0x112));
        lines.add("0x116 disk_number: " + b.u8(0x116));
        lines.add("0x117 type: " + b.u8(0x117));
        lines.add("0x118 drives_per_striped_set: " + (byte) b.u8(0x118));
        lines.add("0x119 striped_set_number: " + (byte) b.u8(0x119));
        lines.add("0x11a drives_per_mirrored_set: " + (byte) b.u8(0x11a));
        lines.add("0x11b mirrored_set_number: " + (byte) b.u8(0x11b));
        lines.add("0x11c rebuild_ptr_low: " + b.u32(0x11c));
        lines.add("0x120 rebuild_ptr_high: " + b.u32(0x120));
        lines.add("0x124 incarnation_no: " + b.u32(0x124));
        lines.add("0x128 member_status: " + b.u8(0x128));
        lines.add("0x129 mirrored_set_state: " + b.u8(0x129));
        lines.add("0x12a reported_device_location: " + b.u8(0x12a));
        lines.add("0x12b idechannel: " + b.u8(0x12b));
        lines.add("0x12c auto_rebuild: " + b.u8(0x12c));
        lines.add("0x12e text_type: \"" + b.text(0x12e, 16) + "\"");
        lines.add("0x13e checksum1: " + b.u16(0x13e));
        lines.add("0x1fe checksum2: " + b.u16(0x1fe));
        return lines;
    }

    /** dmraid prints up to the next NUL, wherever the field ends. */
    private static String quoted(Block b, String field, int at, int width) {
        return String.format("0x%03x %s: \"%" + width + "s\"", at, field, b.text(at, b.size() - at));
    }
}
