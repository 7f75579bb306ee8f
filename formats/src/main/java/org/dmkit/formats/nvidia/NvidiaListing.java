package org.dmkit.formats.nvidia;

import static org.dmkit.formats.nvidia.NvidiaMetadata.PRODUCT_ID;
import static org.dmkit.formats.nvidia.NvidiaMetadata.PRODUCT_REVISION;
import static org.dmkit.formats.nvidia.NvidiaMetadata.SIGNATURE;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.DmraidView;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.RaidDevice.Status;
import org.dmkit.raid.format.RaidDevice.Type;
import org.dmkit.raid.format.Reading;

/** A disk as dmraid lists and logs it, with what dmraid takes for a spare and without the states that it overlooks. */
final class NvidiaListing implements DmraidView<NvidiaMetadata> {
    private static final int STRIPED_MIRROR = 0x8180;
    private static final int RAID3 = 0x83;

    @Override
    public RaidDevice listed(Reading.Found<NvidiaMetadata> found) {
        NvidiaMetadata m = found.metadata();
        String name = NvidiaNames.set(m);
        return new RaidDevice(
                m.levelCode() == STRIPED_MIRROR ? name + (m.unit() >= m.width() ? "-1" : "-0") : name,
                type(m),
                m.error() ? Status.BROKEN : Status.OK,
                found.disk().sectors() - 2,
                0,
                Math.max(0, m.block().i32(0x50)));
    }

    /** dmraid lists the disks of a RAID 3, and makes no set of them. */
    @Override
    public List<RaidDevice> inSets(Reading.Found<NvidiaMetadata> found) {
        return found.metadata().levelCode() == RAID3 ? List.of() : List.of(listed(found));
    }

    private static Type type(NvidiaMetadata m) {
        int disks = switch (m.levelCode()) {
                    case 0x81, STRIPED_MIRROR, 0x8a -> 2 * m.width();
                    case 0x95 -> m.width() + 1;
                    default -> m.width();
                }
                & 0xff;
        if (m.totalVolumes() >= disks && m.unit() >= disks) {
            return Type.SPARE;
        }
        return switch (m.levelCode()) {
            case 0 -> Type.SPARE;
            case 0xff -> Type.LINEAR;
            case 0x80, STRIPED_MIRROR -> Type.STRIPE;
            case 0x81 -> Type.MIRROR;
            case RAID3 -> Type.RAID4;
            case 0x95 -> Type.RAID5_LEFT_SYMMETRIC;
            default -> Type.UNKNOWN;
        };
    }

    @Override
    public List<String> nativeLog(Reading.Found<NvidiaMetadata> found) {
        Block b = found.metadata().block();
        var lines = new ArrayList<String>();
        // dmraid prints the vendor without a bound, so what follows comes with it.
        lines.add(String.format("0x000 %8s", b.text(0, b.size())));
        lines.add("0x008 size: " + b.u32(0x08));
        lines.add("0x00c chksum: " + b.u32(0x0c));
        lines.add("0x010 version: " + b.u16(0x10));
        lines.add("0x012 unitNumber: " + b.u8(0x12));
        lines.add("0x013 reserved: " + b.u8(0x13));
        lines.add("0x014 capacity: " + b.u32(0x14));
        lines.add("0x018 sectorSize: " + b.u32(0x18));
        lines.add("0x01c productID: " + b.text(PRODUCT_ID, 16));
        lines.add("0x02c productRevision: " + withoutNuls(b.slice(PRODUCT_REVISION, 4)));
        lines.add("0x030 unitFlags: " + b.u32(0x30));
        lines.add("0x034 array->version: " + b.u32(0x34));
        for (int i = 0; i < 4; i++) {
            int at = SIGNATURE + 4 * i;
            lines.add(String.format("0x%03x array->signature[%d]: %d", at, i, b.u32(at)));
        }
        lines.add("0x048 array->raidJobCode: " + b.u8(0x48));
        lines.add("0x049 array->stripeWidth: " + b.u8(0x49));
        lines.add("0x04a array->totalVolumes: " + b.u8(0x4a));
        lines.add("0x04b array->originalWidth: " + b.u8(0x4b));
        lines.add("0x04c array->raidLevel: " + b.u32(0x4c));
        lines.add("0x050 array->stripeBlockSize: " + b.u32(0x50));
        lines.add("0x054 array->stripeBlockByteSize: " + b.u32(0x54));
        lines.add("0x058 array->stripeBlockPower: " + b.u32(0x58));
        lines.add("0x05c array->stripeMask: " + b.u32(0x5c));
        lines.add("0x060 array->stripeSize: " + b.u32(0x60));
        lines.add("0x064 array->stripeByteSize: " + b.u32(0x64));
        lines.add("0x068 array->raidJobMark " + b.u32(0x68));
        lines.add("0x06c array->originalLevel " + b.u32(0x6c));
        lines.add("0x070 array->originalCapacity " + b.u32(0x70));
        lines.add(String.format("0x074 array->flags 0x%x", b.i32(0x74)));
        return lines;
    }

    private static String withoutNuls(Block block) {
        var text = new StringBuilder();
        for (int i = 0; i < block.size(); i++) {
            if (block.u8(i) != 0) {
                text.append((char) block.u8(i));
            }
        }
        return text.toString();
    }
}
