package org.dmkit.formats.lsi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.assemble.DigitLetters;
import org.dmkit.raid.format.DmraidView;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.Reading;

/**
 * A disk as dmraid lists it. dmraid takes the type of the first set for every disk; that is kept only where nobody knows the
 * type of the disk's own set.
 */
final class LsiListing implements DmraidView<LsiConfiguration> {
    /** Timestamp and number of the set, in letters. */
    static String name(LsiConfiguration c) {
        return "lsi_" + DigitLetters.of(Long.toString(c.timestamp()) + c.raidNumber());
    }

    @Override
    public RaidDevice listed(Reading.Found<LsiConfiguration> found) {
        var c = found.metadata();
        Optional<LsiRaid> raid =
                c.raid(c.raidNumber()).filter(r -> r.expectedWidth() >= 0).or(() -> c.raid(0));
        RaidDevice.Type type = switch (raid.map(LsiRaid::type).orElse(0)) {
            case LsiRaid.RAID0, LsiRaid.RAID10 -> RaidDevice.Type.STRIPE;
            case LsiRaid.RAID1 -> RaidDevice.Type.MIRROR;
            default -> RaidDevice.Type.UNKNOWN;
        };
        String subset = raid.filter(r -> r.type() == LsiRaid.RAID10)
                .map(r -> c.diskNumber() < r.diskCount() / 2 ? "-0" : "-1")
                .orElse("");
        return new RaidDevice(
                name(c) + subset,
                type,
                RaidDevice.Status.OK,
                found.extents().getFirst().lba(),
                0,
                raid.map(LsiRaid::stripeSectors).orElse(0));
    }

    /** In dmraid's view of the sector: the disks of the first set begin at 0x20, and there are four. */
    @Override
    public List<String> nativeLog(Reading.Found<LsiConfiguration> found) {
        var c = found.metadata();
        Block b = c.block();
        var lines = new ArrayList<String>();
        lines.add("0x000 magic_name: " + b.text(0, b.size()));
        lines.add("0x006 dummy: " + decimalAndHex(b.u8(0x06)));
        lines.add("0x007 seqno: " + b.u8(0x07));
        lines.add("0x008 dummy2: " + decimalAndHex(b.u32(0x08)));
        lines.add("0x00c dummy3: " + decimalAndHex(b.u32(0x0c)));
        lines.add("0x010 type: " + b.u8(0x10));
        lines.add("0x011 dummy4: " + decimalAndHex(b.u8(0x11)));
        lines.add("0x012 stride: " + b.u16(0x12));
        for (int disk = 0; disk < 4; disk++) {
            disk(lines, b, "disks[" + disk + "].", 0x20 + LsiConfiguration.ENTRY * disk);
        }
        lines.add("0x1f0 disk_number: " + c.diskNumber());
        lines.add("0x1f1 set_number: " + c.raidNumber());
        lines.add("0x1f2 set_id: " + c.timestamp());
        return lines;
    }

    private static void disk(List<String> lines, Block b, String name, int at) {
        lines.add("0xADDR " + name + "raid10_stripe: " + (b.u8(at) & 0x0f));
        lines.add("0xADDR " + name + "raid10_mirror: " + (b.u8(at) >> 4));
        lines.add("0xADDR " + name + "unknown: " + decimalAndHex(b.u8(at + 1)));
        lines.add(halves(b, name + "magic_0", at + 2));
        lines.add(halves(b, name + "magic_1", at + 4));
        lines.add(String.format("0x%03x %sdisk_number: %d", at + 6, name, b.u8(at + 6)));
        lines.add(String.format("0x%03x %sset_number: %d", at + 7, name, b.u8(at + 7)));
        lines.add(String.format("0x%03x %sunknown1: ADDR", at + 9, name));
    }

    private static String halves(Block b, String name, int at) {
        return String.format("0x%03x %s: 0x%x, %x, %x", at, name, b.u16(at), b.u8(at), b.u8(at + 1));
    }

    private static String decimalAndHex(long value) {
        return value + ", 0x" + Long.toHexString(value);
    }
}
