package org.dmkit.formats.hpt45x;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
 * 0x09  1  flags         1 boot mark, 2 user_mode counts
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
 * 0x91  1  private
 * 0x92  1  already_broken the stamp before the last failure is in failed_stamps
 * 0x93  1  device flags  of this disk: queueing, caches
 * 0x94  8  high[0]       high words of capacity and rebuilt of level[0]
 * 0x9c  8  high[1]       of level[1]
 * 0xa4 16  failed_stamps the stamps before the last failures, newest first
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
    static final int STAMP = 0x04;
    static final int NAME = 0x2c;
    static final int NAME_LENGTH = 16;
    private static final int FLAGS = 0x09;
    private static final int USER_MODE = 0x0a;
    private static final int BOOT_MARK = 1;
    private static final int LEVELS = 0x0b;
    private static final int OUTER = 0x0c;
    private static final int INNER = 0x1c;
    private static final int CREATED = 0x3c;
    private static final int CREATOR = 0x80;
    private static final int PRIVATE = 0x91;
    private static final int ALREADY_BROKEN = 0x92;
    private static final int DEVICE_FLAGS = 0x93;
    private static final int OUTER_HIGH = 0x94;
    private static final int INNER_HIGH = 0x9c;
    private static final int FAILED_STAMPS = 0xa4;
    private static final int MOST_FAILED_STAMPS = 4;
    private static final int SIZE = 512;

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

    /** True of mirrors of two, and of stripes over them. */
    boolean pairs() {
        return switch (kind()) {
            case MIRROR -> outer().members() == 2;
            case STRIPE_OF_MIRRORS -> inner().members() == 2;
            case SPARE, LEFT_OVER, SPAN, STRIPE, PARITY, UNSUPPORTED -> false;
        };
    }

    /** True if the disk is marked as failed. */
    boolean failed() {
        return sector.i32(MAGIC) == MAGIC_BAD;
    }

    /** Equal on all members of a set. */
    long stamp() {
        return sector.u32(STAMP);
    }

    int levels() {
        return sector.u8(LEVELS);
    }

    Hpt45xLevel outer() {
        return level(OUTER, OUTER_HIGH);
    }

    Hpt45xLevel inner() {
        return level(INNER, INNER_HIGH);
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
        return sector.text(NAME, NAME_LENGTH);
    }

    /** The stamps that the set had before members fell out of it. */
    List<Long> failedStamps() {
        return IntStream.range(0, MOST_FAILED_STAMPS)
                .mapToObj(i -> sector.u32(FAILED_STAMPS + 4 * i))
                .filter(stamp -> stamp != 0)
                .toList();
    }

    /** True if the numbers of a mirror's disks are those of its slots the other way about, see {@link Hpt45xStamp}. */
    boolean reversed() {
        long before = sector.u32(FAILED_STAMPS);
        return before != 0 && Hpt45xStamp.reverses((int) stamp(), (int) before);
    }

    /** Of a disk that is in no set, and waits for a failure. */
    static Hpt45x spare() {
        return new Hpt45x(Block.zeros(SIZE).with32(MAGIC, MAGIC_GOOD));
    }

    /** Of a set that is made, without what it is. */
    static Hpt45x ground(int stamp, int created, String creator) {
        return new Hpt45x(spare().sector.with32(STAMP, stamp).with32(CREATED, created)).withText(CREATOR, creator);
    }

    /** With one level, or with two. */
    Hpt45x withLevels(int levels) {
        return new Hpt45x(sector.with8(LEVELS, levels));
    }

    Hpt45x withOuter(Hpt45xLevel level) {
        return level.equals(outer()) ? this : with(OUTER, OUTER_HIGH, level);
    }

    Hpt45x withInner(Hpt45xLevel level) {
        return level.equals(inner()) ? this : with(INNER, INNER_HIGH, level);
    }

    private Hpt45x with(int at, int high, Hpt45xLevel level) {
        return new Hpt45x(sector.with32(at, level.capacity())
                .with8(at + 4, level.type())
                .with8(at + 5, level.members())
                .with8(at + 6, level.number())
                .with8(at + 7, level.shift())
                .with16(at + 8, level.status())
                .with16(at + 10, level.critical())
                .with32(at + 12, level.rebuilt())
                .with32(high, level.capacity() >>> 32)
                .with32(high + 4, level.rebuilt() >>> 32));
    }

    Hpt45x withLabel(String label) {
        return withText(NAME, label);
    }

    /** In a field of sixteen bytes, all of which are set. */
    private Hpt45x withText(int at, String text) {
        byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), NAME_LENGTH);
        return new Hpt45x(sector.with(at, Block.copyOf(bytes)));
    }

    /** With another stamp; the old one is the first of those that failed, because a disk that is lost still bears it. */
    Hpt45x renewed(int stamp) {
        Block older = sector.slice(FAILED_STAMPS, 4 * (MOST_FAILED_STAMPS - 1));
        return new Hpt45x(
                sector.with32(STAMP, stamp).with(FAILED_STAMPS + 4, older).with32(FAILED_STAMPS, stamp()));
    }

    Hpt45x withAlreadyBroken(boolean broken) {
        return new Hpt45x(sector.with8(ALREADY_BROKEN, broken ? 1 : 0));
    }

    /** The same without what its own disk is driven with. */
    Hpt45x ofAnotherDisk() {
        return new Hpt45x(sector.with8(FLAGS, sector.u8(FLAGS) & BOOT_MARK)
                .with8(USER_MODE, 0)
                .with8(PRIVATE, 0)
                .with8(DEVICE_FLAGS, 0));
    }

    Hpt45x withFailed() {
        return new Hpt45x(sector.with32(MAGIC, MAGIC_BAD));
    }

    /** With both sums, of which the second covers the first. */
    Hpt45x sealed() {
        Block open = sector.with8(CHECKSUM, 0);
        Block first = open.with8(CHECKSUM, -sum(open, CHECKED)).with8(CHECKED, 0);
        return new Hpt45x(first.with8(CHECKED, -sum(first, first.size())));
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
