package org.dmkit.formats.pdc;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.assemble.DigitLetters;
import org.dmkit.raid.format.DmraidView;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.RaidDevice.Type;
import org.dmkit.raid.format.Reading;

/** A disk as dmraid lists it: by its first volume alone. */
final class PdcListing implements DmraidView<PdcDisk> {
    /** The set of this block; of a record that is no volume, a name of the disk's own. */
    static String set(PdcBlock block) {
        return block.noVolume()
                ? "pdc_" + DigitLetters.of(Long.toString(block.diskId() & 0xffff_ffffL))
                : PdcVolume.name(block);
    }

    @Override
    public RaidDevice listed(Reading.Found<PdcDisk> found) {
        var disk = found.metadata();
        return device(disk, disk.listed());
    }

    /** The disk in the set of one of its blocks. */
    static RaidDevice device(PdcDisk disk, PdcBlock block) {
        String subset = "";
        if (PdcType.raid10(block)) {
            subset = block.number() < block.totalDisks() / 2 ? "-0" : "-1";
        }
        return new RaidDevice(
                set(block) + subset,
                type(disk, block),
                RaidDevice.Status.OK,
                sectors(disk, block),
                block.diskOffset(),
                RaidDevice.strideOf(block.block().u8(0x221)));
    }

    private static Type type(PdcDisk disk, PdcBlock block) {
        if (block.noVolume()) {
            return disk.spare() ? Type.SPARE : Type.UNKNOWN;
        }
        return switch (block.type()) {
            case PdcType.RAID0 -> Type.STRIPE;
            case PdcType.RAID1 -> PdcType.raid10(block) ? Type.STRIPE : Type.MIRROR;
            case PdcType.RAID5 -> Type.RAID5_LEFT_ASYMMETRIC;
            case PdcType.SPAN, PdcType.JBOD -> Type.LINEAR;
            default -> Type.UNKNOWN;
        };
    }

    private static long sectors(PdcDisk disk, PdcBlock block) {
        return block.noVolume()
                ? block.diskSectors()
                : block.type() == PdcType.SPAN ? disk.place() : PdcVolume.perMember(block);
    }

    /** All blocks of the disk; each after the first names it again. */
    @Override
    public List<String> nativeLog(Reading.Found<PdcDisk> found) {
        var lines = new ArrayList<String>();
        for (PdcBlock block : found.metadata().blocks()) {
            boolean first = lines.isEmpty();
            if (!first) {
                lines.add("/dev/" + found.disk().name() + " (pdc):");
            }
            // dmraid takes RAID 10 for type 2, but only in the first block.
            lines.addAll(nativeLog(block, first && PdcType.raid10(block) ? 2 : block.type()));
        }
        return lines;
    }

    /** In dmraid's view of the block, some of whose fields are too small or none. */
    private static List<String> nativeLog(PdcBlock pdc, int type) {
        Block b = pdc.block();
        var lines = new ArrayList<String>();
        lines.add("0x000 promise_id: \"" + b.text(0, b.size()) + "\"");
        lines.add(hexAndDecimal(0x18, "unknown_0", b.u32(0x18)));
        lines.add(hex(0x1c, "magic_0", b.u32(0x1c)));
        lines.add(hexAndDecimal(0x20, "unknown_1", b.u32(0x20)));
        lines.add(hex(0x24, "magic_1", b.u32(0x24)));
        lines.add(hexAndDecimal(0x28, "unknown_2", b.u16(0x28)));
        lines.add(hex(0x200, "raid.flags", b.u32(0x200)));
        lines.add(hexAndDecimal(0x204, "raid.unknown_0", b.u8(0x204)));
        lines.add(decimal(0x205, "raid.disk_number", b.u8(0x205)));
        lines.add(decimal(0x206, "raid.channel", b.u8(0x206)));
        lines.add(decimal(0x207, "raid.device", b.u8(0x207)));
        lines.add(hex(0x208, "raid.magic_0", b.u32(0x208)));
        lines.add(hexAndDecimal(0x20c, "raid.unknown_1", b.u32(0x20c)));
        lines.add(hexAndDecimal(0x210, "raid.start", b.u32(0x210)));
        lines.add(decimal(0x214, "raid.disk_secs", b.u32(0x214)));
        lines.add(hexAndDecimal(0x218, "raid.unknown_3", b.u32(0x218)));
        lines.add(hexAndDecimal(0x21c, "raid.unknown_4", b.u16(0x21c)));
        lines.add(hex(0x21e, "raid.status", b.u8(0x21e)));
        lines.add(hex(0x21f, "raid.type", type));
        lines.add(decimal(0x220, "raid.total_disks", b.u8(0x220)));
        lines.add(decimal(0x221, "raid.raid0_shift", b.u8(0x221)));
        lines.add(decimal(0x222, "raid.raid0_disks", b.u8(0x222)));
        lines.add(decimal(0x223, "raid.array_number", b.u8(0x223)));
        lines.add(decimal(0x224, "raid.total_secs", b.u32(0x224)));
        lines.add(decimal(0x228, "raid.cylinders", b.u16(0x228)));
        lines.add(decimal(0x22a, "raid.heads", b.u8(0x22a)));
        lines.add(decimal(0x22b, "raid.sectors", b.u8(0x22b)));
        lines.add(hex(0x22c, "raid.magic_1", b.u32(0x22c)));
        lines.add(hexAndDecimal(0x230, "raid.unknown_5", b.u32(0x230)));
        for (int disk = 0; disk < pdc.totalDisks(); disk++) {
            int at = 0x234 + 12 * disk;
            String name = "raid.disk[" + disk + "].";
            lines.add(hex(at, name + "unknown_0", b.u16(at)));
            lines.add(decimal(at + 2, name + "channel", b.u8(at + 2)));
            lines.add(decimal(at + 3, name + "device", b.u8(at + 3)));
            lines.add(hex(at + 4, name + "magic_0", b.u32(at + 4)));
            lines.add(decimal(at + 8, name + "disk_number", b.u32(at + 8)));
        }
        boolean untouched = type == pdc.type();
        lines.add(hex(0x7fc, "checksum", b.u32(PdcBlock.CHECKSUM)) + (untouched ? " Ok" : " BAD"));
        return lines;
    }

    private static String hex(int offset, String name, long value) {
        return String.format("0x%03x %s: 0x%x", offset, name, value);
    }

    private static String decimal(int offset, String name, long value) {
        return String.format("0x%03x %s: %d", offset, name, value);
    }

    private static String hexAndDecimal(int offset, String name, long value) {
        return String.format("0x%03x %s: 0x%x %d", offset, name, value, value);
    }

    /** Not a disk whose first block is no volume, or one without sectors. */
    @Override
    public boolean isListed(Reading.Found<PdcDisk> found) {
        return !found.metadata().blocks().getFirst().noVolume() && listed(found).sectors() > 0;
    }

    @Override
    public List<RaidDevice> inSets(Reading.Found<PdcDisk> found) {
        var disk = found.metadata();
        return disk.volumes().stream().map(b -> device(disk, b)).toList();
    }
}
