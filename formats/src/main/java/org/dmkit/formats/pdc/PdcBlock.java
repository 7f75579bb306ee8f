package org.dmkit.formats.pdc;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.dmkit.raid.assemble.Block;

/**
 * A block: a disk's part in one volume, 2048 bytes, little-endian. Old BIOSes fill what they don't use with bytes that count
 * down with the offset; such a field is as good as zero.
 *
 * <table>
 * <caption>Offsets in bytes</caption>
 * <tr><th>offset</th><th>size</th><th>name</th><th>meaning</th></tr>
 * <tr><td>0x000</td><td>24</td><td>signature</td><td>{@code Promise Technology, Inc.}</td></tr>
 * <tr><td>0x01c</td><td>8</td><td>disk id copy</td><td>old blocks: the disk id; 0 in new ones</td></tr>
 * <tr><td>0x200</td><td>4</td><td>integrity</td><td>bit 0x80: valid</td></tr>
 * <tr><td>0x204</td><td>1</td><td>flags</td><td>1 valid, 2 online, 4 assigned, 8 spare, 0x20 redirected (being rebuilt), 0x40
 *     down</td></tr>
 * <tr><td>0x205</td><td>1</td><td>number</td><td>position in the volume; 0xff none</td></tr>
 * <tr><td>0x208</td><td>8</td><td>disk id</td><td>of this member in this volume</td></tr>
 * <tr><td>0x210, 0x372</td><td>4, 4</td><td>disk_offset</td><td>sectors, low and high word</td></tr>
 * <tr><td>0x214, 0x376</td><td>4, 4</td><td>disk_sectors</td><td>that the member gives</td></tr>
 * <tr><td>0x218, 0x37a</td><td>4, 4</td><td>disk_rebuild</td><td>rebuilt so far; all ones: nothing to do</td></tr>
 * <tr><td>0x21c</td><td>2</td><td>generation</td><td>compared as signed 16-bit difference</td></tr>
 * <tr><td>0x21e</td><td>1</td><td>status</td><td>of the volume: 0x10 degraded, 0x20 marked (dirty)</td></tr>
 * <tr><td>0x21f</td><td>1</td><td>type</td><td>{@link PdcType}</td></tr>
 * <tr><td>0x220</td><td>1</td><td>total_disks</td><td>1..8; 0 in the record of a spare or of unused space</td></tr>
 * <tr><td>0x221</td><td>1</td><td>shift</td><td>chunk is 1 &lt;&lt; shift sectors</td></tr>
 * <tr><td>0x222</td><td>1</td><td>width</td><td>columns of a stripe; half of total_disks in RAID 10</td></tr>
 * <tr><td>0x224, 0x2e8</td><td>4, 4</td><td>total_sectors</td><td>of the volume</td></tr>
 * <tr><td>0x22c</td><td>8</td><td>volume id</td><td>identity of the set; the low half makes its name</td></tr>
 * <tr><td>0x234</td><td>12 each</td><td>disks</td><td>flags, number, channel, device, id (8 bytes) by position</td></tr>
 * <tr><td>0x294</td><td>32</td><td>name</td><td></td></tr>
 * <tr><td>0x2d4</td><td>4</td><td>magic_3</td><td>0x03040008 resync, 0x03040010 rebuild, 0x03000000 neither</td></tr>
 * <tr><td>0x2d8</td><td>8</td><td>rebuild_lba64</td><td>how far that is; all ones: nothing to do</td></tr>
 * <tr><td>0x7fc</td><td>4</td><td>checksum</td><td>sum of all words before it</td></tr>
 * </table>
 *
 * @param lba of its first sector
 */
record PdcBlock(Block block, long lba) {
    static final int SIZE = 2048;
    static final Block SIGNATURE = Block.copyOf("Promise Technology, Inc.".getBytes(StandardCharsets.US_ASCII));
    static final int MAX_DISKS = 8;
    static final int TOTAL_DISKS = 0x220;
    static final int CHECKSUM = 0x7fc;
    static final int INTEGRITY = 0x200;
    static final int VALID = 0x80;
    static final int STATUS = 0x21e;
    static final int VOLUME_ID = 0x22c;
    static final int DISKS = 0x234;
    static final int DISK_SIZE = 12;
    static final int NAME = 0x294;
    static final int NAME_SIZE = 32;
    static final int MAGIC_3 = 0x2d4;
    static final int REBUILD_LBA = 0x2d8;
    static final int TOTAL_HIGH = 0x2e8;

    static final int DEGRADED = 0x10;
    static final int MARKED = 0x20;
    static final long IDLE = 0x03000000;
    static final long REBUILD = 0x03040010;
    static final long RESYNC = 0x03040008;
    /** Nothing to rebuild. */
    static final long NONE = -1;

    private static final int DISK_ID_COPY = 0x1c;
    private static final int FLAGS = 0x204;
    private static final int NUMBER = 0x205;
    private static final int CHANNEL = 0x206;
    private static final int DISK_ID = 0x208;
    private static final int OFFSET = 0x210;
    private static final int SECTORS = 0x214;
    private static final int REBUILT = 0x218;
    private static final int GENERATION = 0x21c;
    private static final int OFFSET_HIGH = 0x372;
    private static final int SECTORS_HIGH = 0x376;
    private static final int REBUILT_HIGH = 0x37a;

    /** A place that is to bear nothing. */
    static PdcBlock nothing(long lba) {
        return new PdcBlock(Block.zeros(SIZE), lba);
    }

    /** What the bytes before the checksum sum up to. */
    static long sum(Block block) {
        long sum = 0;
        for (int at = 0; at < CHECKSUM; at += 4) {
            sum += block.u32(at);
        }
        return sum & 0xffff_ffffL;
    }

    boolean valid() {
        return (block.u32(INTEGRITY) & VALID) != 0;
    }

    PdcFlags flags() {
        return new PdcFlags(block.u8(FLAGS));
    }

    int number() {
        return block.u8(NUMBER);
    }

    long diskId() {
        return block.i64(DISK_ID);
    }

    /** Sectors; at most 2^64 - 1, so negative if it makes no sense. */
    long diskOffset() {
        return word(OFFSET) | word(OFFSET_HIGH) << 32;
    }

    long diskSectors() {
        return word(SECTORS) | word(SECTORS_HIGH) << 32;
    }

    int generation() {
        return block.u16(GENERATION);
    }

    boolean newerThan(PdcBlock other) {
        return (short) (generation() - other.generation()) > 0;
    }

    int status() {
        return block.u8(STATUS);
    }

    boolean dirty() {
        return (status() & MARKED) != 0;
    }

    boolean resyncing() {
        return block.u32(MAGIC_3) == RESYNC;
    }

    int type() {
        return block.u8(0x21f);
    }

    int totalDisks() {
        return block.u8(TOTAL_DISKS);
    }

    int shift() {
        return block.u8(0x221);
    }

    int width() {
        return block.u8(0x222);
    }

    /** Sectors of the volume. A high word of 256 and more is none. */
    long totalSectors() {
        long high = word(TOTAL_HIGH);
        return block.u32(0x224) | (high < 256 ? high << 32 : 0);
    }

    long volumeId() {
        return block.i64(VOLUME_ID);
    }

    /** Low half of the volume id, which is all that dmraid looks at. */
    long shortVolumeId() {
        return block.u32(VOLUME_ID);
    }

    /** True if it is a part of the set of this name, which has something behind the volume's if another volume has the same. */
    boolean tells(String set) {
        String name = PdcVolume.name(this);
        return set.equals(name) || set.startsWith(name + "_");
    }

    /** The name that people gave it, NULs or blanks cut off; none in old blocks. */
    String label() {
        return filler(NAME, 4) ? "" : block.text(NAME, NAME_SIZE).strip();
    }

    /** What this copy says of the member in that place. */
    PdcFlags flagsOf(int place) {
        return new PdcFlags(block.u8(DISKS + DISK_SIZE * place));
    }

    /** The place of the disk of this id; that of {@code likely} if several have it. */
    OptionalInt placeOf(long id, int likely) {
        if (likely < totalDisks() && idAt(likely) == id) {
            return OptionalInt.of(likely);
        }
        return IntStream.range(0, totalDisks()).filter(i -> idAt(i) == id).findFirst();
    }

    long idAt(int place) {
        return block.i64(DISKS + DISK_SIZE * place + 4);
    }

    /** True for a record of a spare or of unused space, which is no volume. */
    boolean noVolume() {
        return totalDisks() == 0;
    }

    /** The same with what another block has there. */
    PdcBlock withSame(int offset, int size, PdcBlock other) {
        return of(block.with(offset, other.block.slice(offset, size)));
    }

    PdcBlock withStatus(int status) {
        return of(block.with8(STATUS, status));
    }

    PdcBlock withGeneration(int generation) {
        return of(block.with16(GENERATION, generation));
    }

    /** The flags of the member in a place, as this copy tells all members. */
    PdcBlock withFlagsOf(int place, int flags) {
        return of(block.with8(DISKS + DISK_SIZE * place, flags));
    }

    /** Another disk in a place: nobody knows at which channel. */
    PdcBlock withIdAt(int place, long id) {
        int at = DISKS + DISK_SIZE * place;
        return of(block.with16(at + 2, 0).with64(at + 4, id));
    }

    /** This disk in a place, as this copy tells all members. */
    PdcBlock inPlace(int place) {
        return of(block.with8(FLAGS, flagsOf(place).bits()).with8(NUMBER, place));
    }

    PdcBlock withNumber(int number) {
        return of(block.with8(NUMBER, number));
    }

    PdcBlock withNumberAt(int place, int number) {
        return of(block.with8(DISKS + DISK_SIZE * place + 1, number));
    }

    PdcBlock withFlags(int flags) {
        return of(block.with8(FLAGS, flags));
    }

    /** The block of another disk. */
    PdcBlock withDiskId(long id) {
        boolean copied = diskId() != 0 && block.i64(DISK_ID_COPY) == diskId();
        Block same = copied ? block.with64(DISK_ID_COPY, id) : block;
        return of(same.with16(CHANNEL, 0).with64(DISK_ID, id));
    }

    /** Where the disk has its data. */
    PdcBlock withData(long offset, long sectors) {
        Block open = block.with32(SECTORS, sectors);
        if (!filler(OFFSET, 4) || offset != 0) {
            open = open.with32(OFFSET, offset);
        }
        if (filler(OFFSET_HIGH, 4) && filler(SECTORS_HIGH, 4) && (offset | sectors) >>> 32 == 0) {
            return of(open);
        }
        // Who reads old blocks takes the three high words for filler together or not at all.
        long rebuilt = open.u32(REBUILT) == 0xffff_ffffL ? NONE : word(REBUILT_HIGH);
        return of(open.with32(OFFSET_HIGH, offset >>> 32)
                .with32(SECTORS_HIGH, sectors >>> 32)
                .with32(REBUILT_HIGH, rebuilt));
    }

    /** How far the disk is rebuilt, 0 or {@link #NONE}: both are what filler in the high word means. */
    PdcBlock withRebuilt(long sectors) {
        Block open = block.with32(REBUILT, sectors);
        return of(filler(REBUILT_HIGH, 4) ? open : open.with32(REBUILT_HIGH, sectors));
    }

    /** What is under way in the volume; where nothing is, what says neither stays. */
    PdcBlock withUnderWay(long what) {
        long was = block.u32(MAGIC_3);
        if (was == what || (what == IDLE && was != REBUILD && was != RESYNC)) {
            return this;
        }
        return of(block.with32(MAGIC_3, what).with64(REBUILD_LBA, what == IDLE ? NONE : 0));
    }

    /** Blanks behind, as FreeBSD pads it. */
    PdcBlock withLabel(String label) {
        String padded = String.format("%-32.32s", label);
        return of(block.with(NAME, Block.copyOf(padded.getBytes(StandardCharsets.ISO_8859_1))));
    }

    PdcBlock at(long newLba) {
        return new PdcBlock(block, newLba);
    }

    /** With the right checksum. */
    PdcBlock sealed() {
        return of(block.with32(CHECKSUM, sum(block)));
    }

    private PdcBlock of(Block changed) {
        return new PdcBlock(changed, lba);
    }

    private long word(int offset) {
        return filler(offset, 4) ? 0 : block.u32(offset);
    }

    /** True for bytes that count down, as BIOSes write them; FreeBSD's ataraid is one off. */
    private boolean filler(int offset, int size) {
        return IntStream.range(offset, offset + size).allMatch(i -> block.u8(i) == (-i & 0xff))
                || IntStream.range(offset, offset + size).allMatch(i -> block.u8(i) == (255 - i & 0xff));
    }
}
