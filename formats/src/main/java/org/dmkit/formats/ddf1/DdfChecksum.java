package org.dmkit.formats.ddf1;

import java.util.zip.CRC32;
import org.dmkit.raid.assemble.Block;

/**
 * The CRC at byte 4 of every structure, over the whole structure with these four bytes all ones. The specification's
 * polynomial is CRC-32's; mdadm and real controllers begin with 0 and don't invert at the end, FreeBSD uses the standard CRC-32.
 */
enum DdfChecksum {
    /** Register starts at 0, no inversion at the end. */
    RAW,
    /** CRC-32 as in zip. */
    STANDARD,
    /** All ones: Adaptec leaves it out. */
    NONE,
    WRONG;

    private static final int AT = 4;
    private static final long ALL_ONES = 0xffff_ffffL;

    static DdfChecksum of(Block structure) {
        long stored = structure.u32(AT);
        byte[] bytes = structure.with32(AT, ALL_ONES).toBytes();
        if (stored == raw(bytes)) {
            return RAW;
        }
        if (stored == standard(bytes)) {
            return STANDARD;
        }
        return stored == ALL_ONES ? NONE : WRONG;
    }

    /** The structure with a CRC as this one has it; one that was wrong becomes what {@code other} is. */
    Block seal(Block structure, DdfChecksum other) {
        byte[] bytes = structure.with32(AT, ALL_ONES).toBytes();
        return switch (this) {
            case RAW -> structure.with32(AT, raw(bytes));
            case STANDARD -> structure.with32(AT, standard(bytes));
            case NONE -> structure.with32(AT, ALL_ONES);
            case WRONG -> (other == WRONG ? RAW : other).seal(structure, RAW);
        };
    }

    private static long standard(byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    /**
     * The register is linear in its start: starting it at all ones instead of 0 is the same as inverting the first four bytes,
     * and the inversion at the end is taken back.
     */
    private static long raw(byte[] bytes) {
        byte[] inverted = bytes.clone();
        for (int i = 0; i < 4; i++) {
            inverted[i] ^= (byte) 0xff;
        }
        return standard(inverted) ^ ALL_ONES;
    }
}
