package org.dmkit.formats.ddf1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
    static final int NAME_LENGTH = 16;

    private static final int NUMBER = 24;
    private static final int TYPE = 28;
    private static final int STATE = 32;
    private static final int INIT = 33;
    private static final int NAME = 48;
    private static final int STATE_BITS = 7;

    private static final int MORPHING = 0x8;
    private static final int INCONSISTENT = 0x10;
    private static final int INIT_BITS = 3;
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

    /**
     * A new volume, optimal and in sync.
     *
     * @param guid in the container's byte order
     */
    static VirtualDisk made(Block guid, int number, String label) {
        Block rest = PhysicalDisk.FREE.block().slice(DdfGuid.LENGTH, SIZE - DdfGuid.LENGTH);
        return new VirtualDisk(guid.then(rest)
                        .with16(NUMBER, number)
                        .with32(TYPE, 0)
                        .with8(STATE, 0)
                        .with8(INIT, FULLY_INITIALISED)
                        .with(NAME, Block.zeros(NAME_LENGTH)))
                .withLabel(label);
    }

    int number() {
        return block.u16(NUMBER);
    }

    VirtualDisk withState(State state) {
        return new VirtualDisk(block.with8(STATE, (block.u8(STATE) & ~STATE_BITS) | state.ordinal()));
    }

    /** As mdadm has it: what is not in sync is not consistent, too. */
    VirtualDisk withResync(Resync resync) {
        int init = resync == Resync.RESYNCING ? 0 : FULLY_INITIALISED;
        int inconsistent = resync == Resync.CLEAN ? 0 : INCONSISTENT;
        return new VirtualDisk(block.with8(INIT, (block.u8(INIT) & ~INIT_BITS) | init)
                .with8(STATE, (block.u8(STATE) & ~INCONSISTENT) | inconsistent));
    }

    /** Padded as the name before: with blanks as the specification has it, or with NULs as mdadm. */
    VirtualDisk withLabel(String label) {
        int last = block.u8(NAME + NAME_LENGTH - 1);
        byte[] name = new byte[NAME_LENGTH];
        Arrays.fill(name, last == ' ' ? (byte) ' ' : 0);
        byte[] text = label.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, name, 0, text.length);
        return new VirtualDisk(block.with(NAME, Block.copyOf(name)));
    }

    Block guid() {
        return block.slice(0, DdfGuid.LENGTH);
    }

    boolean free() {
        return DdfGuid.free(guid());
    }

    State state() {
        return State.values()[block.u8(STATE) & STATE_BITS];
    }

    /** A reshape is under way: the data lie in two layouts. */
    boolean morphing() {
        return (block.u8(STATE) & MORPHING) != 0;
    }

    boolean accessBlocked() {
        return block.u8(INIT) >> 6 == 3;
    }

    Resync resync() {
        if ((block.u8(INIT) & INIT_BITS) != FULLY_INITIALISED) {
            return Resync.RESYNCING;
        }
        return (block.u8(STATE) & INCONSISTENT) != 0 ? Resync.DIRTY : Resync.CLEAN;
    }

    /** As dmraid names the device: the name up to its last printable character, inner blanks kept; else the GUID. */
    String deviceName() {
        return DdfNames.device(block.u8(NAME) != 0 ? label() : HexFormat.of().formatHex(guid().toBytes()));
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
