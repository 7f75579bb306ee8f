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
 * <tr><td>0x2d4</td><td>4</td><td>magic_3</td><td>0x03040008 resync, 0x03040010 rebuild</td></tr>
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

    private static final int INTEGRITY = 0x200;
    private static final int FLAGS = 0x204;
    private static final int DISK_ID = 0x208;
    private static final int DISKS = 0x234;
    private static final int DISK_SIZE = 12;
    private static final int MARKED = 0x20;
    private static final long RESYNC = 0x03040008;

    /** What the bytes before the checksum sum up to. */
    static long sum(Block block) {
        long sum = 0;
        for (int at = 0; at < CHECKSUM; at += 4) {
            sum += block.u32(at);
        }
        return sum & 0xffff_ffffL;
    }

    boolean valid() {
        return (block.u32(INTEGRITY) & 0x80) != 0;
    }

    PdcFlags flags() {
        return new PdcFlags(block.u8(FLAGS));
    }

    int number() {
        return block.u8(0x205);
    }

    long diskId() {
        return block.i64(DISK_ID);
    }

    /** Sectors; at most 2^64 - 1, so negative if it makes no sense. */
    long diskOffset() {
        return word(0x210) | word(0x372) << 32;
    }

    long diskSectors() {
        return word(0x214) | word(0x376) << 32;
    }

    int generation() {
        return block.u16(0x21c);
    }

    boolean newerThan(PdcBlock other) {
        return (short) (generation() - other.generation()) > 0;
    }

    boolean dirty() {
        return (block.u8(0x21e) & MARKED) != 0;
    }

    boolean resyncing() {
        return block.u32(0x2d4) == RESYNC;
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
        long high = word(0x2e8);
        return block.u32(0x224) | (high < 256 ? high << 32 : 0);
    }

    long volumeId() {
        return block.i64(0x22c);
    }

    /** Low half of the volume id, which is all that dmraid looks at. */
    long shortVolumeId() {
        return block.u32(0x22c);
    }

    /** The name that people gave it, NULs or blanks cut off; none in old blocks. */
    String label() {
        return filler(0x294, 4) ? "" : block.text(0x294, 32).strip();
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

    private long idAt(int place) {
        return block.i64(DISKS + DISK_SIZE * place + 4);
    }

    /** True for a record of a spare or of unused space, which is no volume. */
    boolean noVolume() {
        return totalDisks() == 0;
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
