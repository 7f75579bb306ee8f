package org.dmkit.formats.jmicron;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.DmraidView;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.RaidDevice.Status;
import org.dmkit.raid.format.RaidDevice.Type;
import org.dmkit.raid.format.Reading;

/**
 * A disk as dmraid lists it: spares as members, any attribute above 7 as broken, the size in 32 bits. But names end where
 * their field ends; dmraid's run on into what follows.
 */
final class JmListing implements DmraidView<Jm> {
    private static final int DMRAID_KNOWS = 0x07;

    @Override
    public RaidDevice listed(Reading.Found<Jm> found) {
        var jm = found.metadata();
        Type type = switch (jm.mode()) {
            case Jm.RAID0 -> Type.STRIPE;
            case Jm.RAID1, Jm.RAID01 -> Type.MIRROR;
            case Jm.JBOD -> Type.LINEAR;
            default -> Type.UNKNOWN;
        };
        Status status = (jm.attribute() & ~DMRAID_KNOWS) == 0 ? Status.OK : Status.BROKEN;
        return new RaidDevice(name(jm), type, status, jm.range() & 0xffff_ffffL, jm.base(), stride(jm));
    }

    private static int stride(Jm jm) {
        return RaidDevice.strideOf(jm.structure().u8(0x31) + 1);
    }

    /** Two members make one mirror; a disk in no place counts as minus one, and half of that, cut, is 0. */
    private static String name(Jm jm) {
        return jm.mode() == Jm.RAID01 ? jm.setName() + "-" + jm.position().orElse(0) / 2 : jm.setName();
    }

    @Override
    public List<String> nativeLog(Reading.Found<Jm> found) {
        var jm = found.metadata();
        Block b = jm.structure();
        var lines = new ArrayList<String>();
        lines.add("0x000 signature: JM");
        lines.add("0x002 version: " + (jm.version() >> 8) + (jm.version() & 0xff));
        lines.add("0x004 checksum: " + b.u16(0x04));
        lines.add("0x010 identity: 0x%x".formatted(b.i32(0x10)));
        lines.add("0x014 base: " + b.u32(0x14));
        lines.add("0x018 range: " + b.u32(0x18));
        lines.add("0x01c range2: " + b.u16(0x1c));
        lines.add("0x020 name: \"" + jm.label() + "\"");
        lines.add("0x030 name: " + jm.mode());
        lines.add("0x031 block: " + b.u8(0x31));
        lines.add("0x032 attribute: " + jm.attribute());
        for (int i = 0; i < 2; i++) {
            lines.add("0x%03x spare[%d]: 0x%x".formatted(0x38 + 4 * i, i, b.i32(0x38 + 4 * i)));
        }
        for (int i = 0; i < 8; i++) {
            lines.add("0x%03x member[%d]: 0x%x".formatted(0x40 + 4 * i, i, b.i32(0x40 + 4 * i)));
        }
        return lines;
    }

    /** dmraid refuses a disk without sectors; so FreeBSD writes spares. */
    @Override
    public boolean isListed(Reading.Found<Jm> found) {
        return found.metadata().range() > 0;
    }
}
