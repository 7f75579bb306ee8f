package org.dmkit.formats.ddf1;

import java.util.HexFormat;
import java.util.Locale;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.model.RaidSet.Resync;

/**
 * An entry of the table of virtual disks: a volume.
 *
 * <pre>
 *  0 24 VD_GUID        all ones: free or deleted
 * 24  2 number
 * 28  4 type
 * 32  1 state          low 3 bits; bit 3 morphing; bit 4 not consistent
 * 33  1 init state     low 2 bits: 2 fully initialised; bits 7-6 access: 0 rw, 2 ro, 3 blocked
 * 48 16 name           padded with blanks or NULs
 * </pre>
 */
record VirtualDisk(Block block) {
    static final int SIZE = 64;

    private static final int STATE = 32;
    private static final int INIT = 33;
    private static final int NAME = 48;
    private static final int NAME_LENGTH = 16;

    private static final int MORPHING = 0x8;
    private static final int INCONSISTENT = 0x10;
    private static final int FULLY_INITIALISED = 2;

    /** The low three bits of the state. */
    enum State {
        OPTIMAL,
        DEGRADED,
        DELETED,
        MISSING,
        FAILED,
        PARTIALLY_OPTIMAL,
        OFFLINE,
        RESERVED;

        /** As findings call it. */
        String title() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    Block guid() {
        return block.slice(0, DdfGuid.LENGTH);
    }

    boolean free() {
        return DdfGuid.free(guid());
    }

    State state() {
        return State.values()[block.u8(STATE) & 7];
    }

    /** A reshape is under way: the data lie in two layouts. */
    boolean morphing() {
        return (block.u8(STATE) & MORPHING) != 0;
    }

    boolean accessBlocked() {
        return block.u8(INIT) >> 6 == 3;
    }

    Resync resync() {
        if ((block.u8(INIT) & 3) != FULLY_INITIALISED) {
            return Resync.RESYNCING;
        }
        return (block.u8(STATE) & INCONSISTENT) != 0 ? Resync.DIRTY : Resync.CLEAN;
    }

    /** As dmraid names the device: the name up to its last printable character, inner blanks kept; else the GUID. */
    String deviceName() {
        return "ddf1_" + (block.u8(NAME) != 0 ? label() : HexFormat.of().formatHex(guid().toBytes()));
    }

    String label() {
        String name = block.text(NAME, NAME_LENGTH);
        int end = name.length();
        while (end > 0 && !(name.charAt(end - 1) > ' ' && name.charAt(end - 1) < 0x7f)) {
            end--;
        }
        return name.substring(0, end);
    }
}
