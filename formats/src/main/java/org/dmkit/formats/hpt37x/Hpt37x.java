package org.dmkit.formats.hpt37x;

import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.assemble.DigitLetters;

/**
 * The record in sector 9 of a disk. Little-endian.
 *
 * <pre>
 * 0x020  4  magic          5a7816f0; 5a7816fd on a disk that failed
 * 0x024  4  magic_0        id of the set, of the half in a mirror of stripes; 0 in no set
 * 0x028  4  magic_1        id of a mirror of stripes; else 0
 * 0x02c  4  order          bits 1 and 2: which half; 4: the disk is good
 * 0x030  1  raid_disks     columns of a stripe; of a mirror 1 or 2
 * 0x031  1  raid0_shift    chunk = 1 &lt;&lt; shift sectors; 0 none
 * 0x032  1  type           0 stripe, 1 mirror, 2 mirror of stripes, 3 span, 4 RAID 3, 5 RAID 5, 6 one disk, 7 stripe of mirrors
 * 0x033  1  disk_number    position, of a stripe in its half; in mirrors any but 0 is the second disk
 * 0x034  4  total_secs     sectors of the whole
 * 0x038  4  disk_mode
 * 0x03c  4  boot_mode
 * 0x040  1  boot_disk
 * 0x041  1  boot_protect
 * 0x042  1  error_log_entries
 * 0x043  1  error_log_index
 * 0x044     error_log      32 of 12 bytes: time 4, reason 1, disk 1, status 1, sectors 1, lba 4
 * 0x1d4  4  rebuild_lba    how far a rebuild got; 7fffffff, ffffffff: nothing to rebuild
 * 0x1d9 15  name_1         of the set
 * </pre>
 */
record Hpt37x(Block sector) {
    static final Extent PLACE = new Extent(9, 1);

    static final int MAGIC = 0x20;
    static final int DISK_NUMBER = 0x33;
    static final int TOTAL_SECTORS = 0x34;
    static final int ERROR_LOG = 0x44;
    static final int ERROR_LOG_ENTRY = 12;
    static final int ERROR_LOG_ENTRIES = 32;

    static final int MAGIC_GOOD = 0x5a7816f0;
    static final int MAGIC_BAD = 0x5a7816fd;

    private static final int ORDER_FIRST_HALF = 1;
    private static final int ORDER_SECOND_HALF = 2;
    private static final int ORDER_GOOD = 4;

    /** What the disk is part of. */
    enum Kind {
        SPARE,
        STRIPE,
        MIRROR,
        /** Type 2: each half a stripe. */
        MIRROR_OF_STRIPES,
        SPAN,
        SINGLE,
        /** A level whose layout nobody knows, or that can't be mapped. */
        UNSUPPORTED
    }

    /** ataraid and some BIOSes store mirrors as stripes, told by {@code order}; so some do with halves. */
    Kind kind() {
        if (magic0() == 0) {
            return Kind.SPARE;
        }
        return switch (type()) {
            case 0 -> {
                if (firstHalf() && good()) {
                    yield Kind.MIRROR;
                }
                yield firstHalf() || secondHalf() ? Kind.MIRROR_OF_STRIPES : Kind.STRIPE;
            }
            case 1 -> Kind.MIRROR;
            case 2 -> Kind.MIRROR_OF_STRIPES;
            case 3 -> Kind.SPAN;
            case 6 -> Kind.SINGLE;
            default -> Kind.UNSUPPORTED;
        };
    }

    /** True if the disk is marked as failed. */
    boolean failed() {
        return sector.i32(MAGIC) == MAGIC_BAD;
    }

    long magic0() {
        return sector.u32(0x24);
    }

    /** Equal on all members of a set. */
    long id() {
        long magic1 = sector.u32(0x28);
        return magic1 != 0 ? magic1 : magic0();
    }

    long order() {
        return sector.u32(0x2c);
    }

    boolean firstHalf() {
        return (order() & ORDER_FIRST_HALF) != 0;
    }

    boolean secondHalf() {
        return (order() & ORDER_SECOND_HALF) != 0;
    }

    boolean good() {
        return (order() & ORDER_GOOD) != 0;
    }

    int width() {
        return sector.u8(0x30);
    }

    int shift() {
        return sector.u8(0x31);
    }

    /** Sectors; 0 if there are none, or the shift is absurd. */
    int chunk() {
        return shift() > 0 && shift() < 31 ? 1 << shift() : 0;
    }

    int type() {
        return sector.u8(0x32);
    }

    int number() {
        return sector.u8(DISK_NUMBER);
    }

    long total() {
        return sector.u32(TOTAL_SECTORS);
    }

    /** What the vendor's tools show. */
    String label() {
        return sector.text(0x1d9, 15);
    }

    /**
     * True if a rebuild has begun and not ended. All ones in 31 or 32 bits say that there is nothing to rebuild, and so does
     * 0, which ataraid leaves in a set that never was rebuilt.
     */
    boolean rebuilding() {
        long lba = sector.u32(0x1d4);
        return lba != 0 && lba != 0x7fff_ffffL && lba != 0xffff_ffffL && lba < total();
    }

    /** As dmraid makes it: {@code hpt37x_} and the id with letters for digits. */
    String setName() {
        return magic0() == 0 ? "hpt37x_SPARE" : "hpt37x_" + DigitLetters.of(Long.toString(id()));
    }

    /** Of a half, or a mirror, in a stacked set. dmraid turns all but the last two characters into letters. */
    String subsetName() {
        String name = "hpt37x_" + id() + "-" + order();
        int kept = name.length() - 2;
        return "hpt37x_" + DigitLetters.of(name.substring("hpt37x_".length(), kept)) + name.substring(kept);
    }
}
