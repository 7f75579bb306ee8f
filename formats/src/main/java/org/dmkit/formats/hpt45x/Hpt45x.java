package org.dmkit.formats.hpt45x;

import java.util.List;
import java.util.stream.IntStream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.assemble.DigitLetters;

/**
 * The record in the eleventh sector from the end of a disk; data lie before it. Little-endian.
 *
 * <pre>
 * 0x00  4  magic         5a7816f3; 5a7816fd on a disk that dmraid marked as failed
 * 0x04  4  stamp         id of the set; 0 in no set
 * 0x08  1  checksum      makes the bytes 0x00..0x8f add up to 0
 * 0x09  1  flags
 * 0x0a  1  user_mode
 * 0x0b  1  levels        0 none, 1 simple, 2 stacked
 * 0x0c 16  level[0]      the outer array: capacity 4 (low word), type 1, members 1, number 1, shift 1, status 2, critical 2,
 *                        rebuilt 4 (low word)
 * 0x1c 16  level[1]      the inner array of a stacked set
 * 0x2c 16  name
 * 0x3c  4  created
 * 0x40 64  description
 * 0x80 16  creator
 * 0x90  1  checksum31    makes all 512 bytes add up to 0; if it doesn't, nothing from here on counts
 * 0x94  8  high[0]       high words of capacity and rebuilt of level[0]
 * 0x9c  8  high[1]       of level[1]
 * 0xa4 16  failed_stamps the stamps before the last failures
 * </pre>
 *
 * @param sector zero from 0x90 on if {@code checksum31} is wrong
 */
record Hpt45x(Block sector) {
    /** Sectors from the record to the end of the disk. */
    static final long FROM_END = 11;

    static final int MAGIC = 0;
    static final int MAGIC_GOOD = 0x5a7816f3;
    static final int MAGIC_BAD = 0x5a7816fd;
    static final int CHECKSUM = 0x08;
    static final int CHECKED = 0x90;
    private static final int FAILED_STAMPS = 0xa4;

    /** What the disk is part of. */
    enum Kind {
        SPARE,
        /** In no set, and not meant as a spare: what the vendor leaves after a deletion. */
        LEFT_OVER,
        SPAN,
        STRIPE,
        MIRROR,
        /** RAID 1/0: level[0] stripes over pairs. */
        STRIPE_OF_MIRRORS,
        PARITY,
        UNSUPPORTED
    }

    static Extent place(DiskInfo disk) {
        return new Extent(disk.sectors() - FROM_END, 1);
    }

    Kind kind() {
        Hpt45xLevel outer = outer();
        if (stamp() == 0) {
            return outer.type() == Hpt45xLevel.SPARE ? Kind.SPARE : Kind.LEFT_OVER;
        }
        if (outer.raid15() || (levels() == 2 && inner().raid15())) {
            return Kind.UNSUPPORTED;
        }
        return switch (levels()) {
            case 1 ->
                switch (outer.type()) {
                    case Hpt45xLevel.SPAN -> Kind.SPAN;
                    case Hpt45xLevel.RAID0 -> Kind.STRIPE;
                    case Hpt45xLevel.RAID1 -> Kind.MIRROR;
                    case Hpt45xLevel.RAID5 -> Kind.PARITY;
                    default -> Kind.UNSUPPORTED;
                };
            case 2 ->
                outer.type() == Hpt45xLevel.RAID0 && inner().type() == Hpt45xLevel.RAID1
                        ? Kind.STRIPE_OF_MIRRORS
                        : Kind.UNSUPPORTED;
            default -> Kind.UNSUPPORTED;
        };
    }

    /** True if the disk is marked as failed. */
    boolean failed() {
        return sector.i32(MAGIC) == MAGIC_BAD;
    }

    /** Equal on all members of a set. */
    long stamp() {
        return sector.u32(0x04);
    }

    int levels() {
        return sector.u8(0x0b);
    }

    Hpt45xLevel outer() {
        return level(0x0c, 0x94);
    }

    Hpt45xLevel inner() {
        return level(0x1c, 0x9c);
    }

    private Hpt45xLevel level(int at, int high) {
        return new Hpt45xLevel(
                sector.u64(at, high),
                sector.u8(at + 4),
                sector.u8(at + 5),
                sector.u8(at + 6),
                sector.u8(at + 7),
                sector.u16(at + 8),
                sector.u16(at + 10),
                sector.u64(at + 12, high + 4));
    }

    /** What the vendor's tools show. */
    String label() {
        return sector.text(0x2c, 16);
    }

    /** The stamps that the set had before members fell out of it. */
    List<Long> failedStamps() {
        return IntStream.range(0, 4)
                .mapToObj(i -> sector.u32(FAILED_STAMPS + 4 * i))
                .filter(stamp -> stamp != 0)
                .toList();
    }

    /** As dmraid makes it: {@code hpt45x_} and the stamp with letters for digits. */
    String setName() {
        return stamp() == 0 ? "hpt45x_SPARE" : "hpt45x_" + DigitLetters.of(Long.toString(stamp()));
    }

    /** What the bytes from the first on add up to, modulo 256. */
    static int sum(Block sector, int bytes) {
        int sum = 0;
        for (int i = 0; i < bytes; i++) {
            sum += sector.u8(i);
        }
        return sum & 0xff;
    }
}
