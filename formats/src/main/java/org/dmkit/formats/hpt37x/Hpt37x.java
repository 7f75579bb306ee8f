package org.dmkit.formats.hpt37x;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
 * 0x1e9 15  name_2         of its level
 * </pre>
 */
record Hpt37x(Block sector) {
    static final Extent PLACE = new Extent(9, 1);

    static final int MAGIC = 0x20;
    private static final int MAGIC_0 = 0x24;
    private static final int MAGIC_1 = 0x28;
    private static final int ORDER = 0x2c;
    private static final int WIDTH = 0x30;
    private static final int SHIFT = 0x31;
    private static final int TYPE = 0x32;
    static final int DISK_NUMBER = 0x33;
    static final int TOTAL_SECTORS = 0x34;
    static final int ERROR_LOG = 0x44;
    static final int ERROR_LOG_ENTRY = 12;
    static final int ERROR_LOG_ENTRIES = 32;

    static final int MAGIC_GOOD = 0x5a7816f0;
    static final int MAGIC_BAD = 0x5a7816fd;

    private static final int REBUILD_LBA = 0x1d4;
    private static final long NOTHING_TO_REBUILD = 0x7fff_ffffL;
    private static final int NAME = 0x1d9;
    private static final int LEVEL_NAME = 0x1e9;

    /** Bytes of either name; a NUL follows the first one. */
    static final int NAME_LENGTH = 15;

    /** Sectors of the largest set that can be told. */
    static final long MOST_SECTORS = 0xffff_ffffL;

    static final int TYPE_STRIPE = 0;
    static final int TYPE_MIRROR = 1;
    static final int TYPE_MIRROR_OF_STRIPES = 2;
    private static final int TYPE_SINGLE = 6;

    static final int SIZE = 512;

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
        return sector.u32(MAGIC_0);
    }

    /** Equal on all members of a set. */
    long id() {
        long magic1 = sector.u32(MAGIC_1);
        return magic1 != 0 ? magic1 : magic0();
    }

    long order() {
        return sector.u32(ORDER);
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
        return sector.u8(WIDTH);
    }

    int shift() {
        return sector.u8(SHIFT);
    }

    /** Sectors; 0 if there are none, or the shift is absurd. */
    int chunk() {
        return shift() > 0 && shift() < 31 ? 1 << shift() : 0;
    }

    int type() {
        return sector.u8(TYPE);
    }

    int number() {
        return sector.u8(DISK_NUMBER);
    }

    long total() {
        return sector.u32(TOTAL_SECTORS);
    }

    /** What the vendor's tools show. */
    String label() {
        return sector.text(NAME, NAME_LENGTH);
    }

    /**
     * True if a rebuild has begun and not ended. All ones in 31 or 32 bits say that there is nothing to rebuild, and so does
     * 0, which ataraid leaves in a set that never was rebuilt.
     */
    boolean rebuilding() {
        long lba = sector.u32(REBUILD_LBA);
        return lba != 0 && lba != NOTHING_TO_REBUILD && lba != 0xffff_ffffL && lba < total();
    }

    private boolean stacked() {
        return kind() == Kind.MIRROR_OF_STRIPES;
    }

    /** True of the members in which sector 9 is among the data of a mirror, so that it is copied from one leg to the other. */
    boolean copied() {
        return kind() == Kind.MIRROR || (stacked() && number() == 0);
    }

    /** Of a mirror the leg in which this record stands, as slots are counted; dmraid has the second half first. */
    int leg() {
        return stacked() ? (firstHalf() ? 1 : 0) : Math.min(1, number());
    }

    /** The ids that the set had before members fell out of it. */
    List<Long> former() {
        return Hpt37xLog.of(sector).former();
    }

    /** Empty if nothing is to be copied, as far as we have said it. */
    Optional<Hpt37xMark> mark() {
        return Hpt37xLog.of(sector).mark();
    }

    /** Of a disk that waits for a failure. */
    static Hpt37x spare(long sectors) {
        return blank().withType(TYPE_SINGLE).withTotal(Math.min(sectors, MOST_SECTORS));
    }

    /** Of a set that is made, without what it is. */
    static Hpt37x ground(long id) {
        return new Hpt37x(blank().sector.with32(MAGIC_0, id));
    }

    private static Hpt37x blank() {
        return new Hpt37x(Block.zeros(SIZE)
                .with32(MAGIC, MAGIC_GOOD)
                .with32(ORDER, ORDER_GOOD)
                .with32(REBUILD_LBA, NOTHING_TO_REBUILD));
    }

    /** As one of the types that sets are made of, and what the vendor's tools call it. */
    Hpt37x withLevel(int type, String name) {
        return withType(type).withText(LEVEL_NAME, name);
    }

    private Hpt37x withType(int type) {
        return new Hpt37x(sector.with8(TYPE, type));
    }

    /** @param chunk sectors; 0 for none */
    Hpt37x withColumns(int width, int chunk) {
        return new Hpt37x(
                sector.with8(WIDTH, width).with8(SHIFT, chunk == 0 ? 0 : Integer.numberOfTrailingZeros(chunk)));
    }

    Hpt37x withTotal(long sectors) {
        return new Hpt37x(sector.with32(TOTAL_SECTORS, sectors));
    }

    Hpt37x withLabel(String label) {
        return withText(NAME, label);
    }

    private Hpt37x withText(int at, String text) {
        byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), NAME_LENGTH);
        return new Hpt37x(sector.with(at, Block.copyOf(bytes)));
    }

    Hpt37x withNumber(int number) {
        return new Hpt37x(sector.with8(DISK_NUMBER, number));
    }

    /**
     * In this place of a mirror. A record that stands there already stays as it is: the second disk of a mirror has whatever
     * number it has.
     *
     * @param column of a stripe; 0 in a mirror
     */
    Hpt37x in(int leg, int column) {
        if (!stacked()) {
            return leg == leg() ? this : withNumber(leg);
        }
        Hpt37x placed = column == number() ? this : withNumber(column);
        return leg == leg() ? placed : placed.ofHalf(leg == 1);
    }

    private Hpt37x ofHalf(boolean first) {
        return new Hpt37x(sector.with32(MAGIC_0, Hpt37xIds.ofHalf(id(), first))
                .with32(ORDER, first ? order() | ORDER_FIRST_HALF : (order() & ~ORDER_FIRST_HALF) | ORDER_SECOND_HALF));
    }

    /** As a mirror of stripes that is made: the id becomes that of the whole. */
    Hpt37x ofNewHalf(boolean first) {
        return new Hpt37x(sector.with32(MAGIC_1, id())
                        .with32(ORDER, first ? ORDER_FIRST_HALF | ORDER_SECOND_HALF : ORDER_SECOND_HALF))
                .ofHalf(first);
    }

    /**
     * With another id; the old one is kept, because a disk that is lost still bears it.
     *
     * @param lost number of the disk that the set goes on without
     */
    Hpt37x renewed(long id, int lost) {
        Block logged = Hpt37xLog.of(sector).withFormer(id(), lost).in(sector);
        return new Hpt37x(
                stacked()
                        ? logged.with32(MAGIC_1, id).with32(MAGIC_0, Hpt37xIds.ofHalf(id, firstHalf()))
                        : logged.with32(MAGIC_1, 0).with32(MAGIC_0, id));
    }

    /** With this mark or none. What says that there is nothing to rebuild already stays in the words in which it is said. */
    Hpt37x withMark(Optional<Hpt37xMark> mark) {
        boolean behind = mark.filter(Hpt37xMark::behind).isPresent();
        boolean was = rebuilding() || mark().filter(Hpt37xMark::behind).isPresent();
        Block marked = mark.equals(mark())
                ? sector
                : Hpt37xLog.of(sector).withMark(mark).in(sector);
        return new Hpt37x(behind || was ? marked.with32(REBUILD_LBA, behind ? 0 : NOTHING_TO_REBUILD) : marked);
    }

    /** Without the bit of a good disk, where it is not part of the level. */
    Hpt37x withFailed() {
        Block failed = sector.with32(MAGIC, MAGIC_BAD);
        return new Hpt37x(type() == TYPE_STRIPE ? failed : failed.with32(ORDER, order() & ~ORDER_GOOD));
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
