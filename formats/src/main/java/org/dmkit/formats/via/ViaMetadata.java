package org.dmkit.formats.via;

import java.util.List;
import java.util.stream.IntStream;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.assemble.DigitLetters;

/**
 * The last sector of a disk.
 *
 * <table>
 *   <caption>Bytes, little-endian</caption>
 *   <tr><th>at</th><th>size</th><th>field</th><th>meaning</th></tr>
 *   <tr><td>0x00</td><td>2</td><td>signature</td><td>0xAA55</td></tr>
 *   <tr><td>0x02</td><td>1</td><td>version_number</td><td>0..2</td></tr>
 *   <tr><td>0x03</td><td>2</td><td>disk</td><td>bit 0 bootable, 1 enable_enhanced, 2 in_disk_array, 3..6 raid_type, 7..9
 *       array_index, 10..14 raid_type_info, 15 tolerance: broken</td></tr>
 *   <tr><td>0x05</td><td>1</td><td>disk_array_ex</td><td>bits 0..2 disks, of one stripe for RAID01; bits 4..7 c: a chunk is
 *       8 &lt;&lt; c sectors</td></tr>
 *   <tr><td>0x06</td><td>8</td><td>capacity</td><td>sectors used of a disk, low word first</td></tr>
 *   <tr><td>0x0E</td><td>4</td><td>serial_checksum</td><td>identity of this disk</td></tr>
 *   <tr><td>0x12</td><td>8 * 4</td><td>serial_checksum[8]</td><td>those of all members in order; 0 is nobody</td></tr>
 *   <tr><td>0x32</td><td>1</td><td>checksum</td><td>sum of the bytes before it</td></tr>
 *   <tr><td>0x1FF</td><td>1</td><td></td><td>sum of all bytes before it; not every writer sets it</td></tr>
 * </table>
 *
 * <p>raid_type_info: the place for RAID0 and SPAN (bits 0..2); RAID1: bits 0..1 are 0 for the source, 1 for a spare, 2 for the
 * mirror, bit 2 dirty; RAID01: bits 0..2 the place in the stripe, bit 3 which stripe, bit 4 dirty.
 *
 * @param block 512 bytes
 */
record ViaMetadata(Block block) {
    static final int SIGNATURE = 0xaa55;
    private static final int VERSION = 0x02;
    static final int DISK = 0x03;
    static final int ARRAY = 0x05;
    static final int CAPACITY = 0x06;
    static final int OWN = 0x0e;
    static final int TABLE = 0x12;
    static final int CHECKSUM = 0x32;
    static final int MOST_DISKS = 8;
    /** Sectors; VIA's capacity of a mirror is a multiple of these. */
    static final int ROUNDED_TO = 8;

    private static final int LAST = 0x1ff;

    static final int RAID0 = 0;
    static final int RAID1 = 1;
    static final int SPAN = 8;
    static final int RAID01 = 9;

    /** What a disk of a mirror is: bits 0..1 of raid_type_info. FreeBSD numbers the mirror 1. */
    static final int SOURCE = 0;

    static final int SPARE = 1;
    static final int MIRROR = 2;

    /** Of a disk that is in no array. */
    static ViaMetadata spare(int id, long capacity) {
        return new ViaMetadata(Block.zeros(LAST + 1).with16(0, SIGNATURE).with8(VERSION, 1))
                .withCapacity(capacity)
                .withOwn(id)
                .withId(0, id)
                .sealed();
    }

    /**
     * Of a mirror of these identities, nobody's yet: with a chunk field of 0, as it has none, and the mark "bootable", as FreeBSD
     * writes it.
     */
    static ViaMetadata mirror(List<Integer> table) {
        int word = 1 | 1 << 2 | RAID1 << 3;
        var metadata = new ViaMetadata(Block.zeros(LAST + 1)
                .with16(0, SIGNATURE)
                .with8(VERSION, 1)
                .with16(DISK, word)
                .with8(ARRAY, table.size()));
        for (int place = 0; place < table.size(); place++) {
            metadata = metadata.withId(place, table.get(place));
        }
        return metadata;
    }

    boolean signed() {
        return block.u16(0) == SIGNATURE;
    }

    int checksum() {
        return block.u8(CHECKSUM);
    }

    /** What the checksum should be. */
    int sum() {
        return IntStream.range(0, CHECKSUM).map(block::u8).sum() & 0xff;
    }

    int version() {
        return block.u8(VERSION);
    }

    private int disk(int shift, int bits) {
        return block.u16(DISK) >> shift & (1 << bits) - 1;
    }

    int bootable() {
        return disk(0, 1);
    }

    int enhanced() {
        return disk(1, 1);
    }

    int inArray() {
        return disk(2, 1);
    }

    int type() {
        return disk(3, 4);
    }

    int arrayIndex() {
        return disk(7, 3);
    }

    int info() {
        return disk(10, 5);
    }

    int broken() {
        return disk(15, 1);
    }

    int array() {
        return block.u8(ARRAY);
    }

    /** Disks, of one stripe for RAID01; 0 stands for 8, which the field can't hold. */
    int count() {
        int count = array() & 7;
        return count == 0 ? MOST_DISKS : count;
    }

    /** Sectors. */
    int chunk() {
        return 8 << (array() >> 4);
    }

    /** Sectors of each disk. */
    long capacity() {
        return block.u64(CAPACITY, CAPACITY + 4);
    }

    int own() {
        return block.i32(OWN);
    }

    /** Of all places, 0 for nobody. */
    List<Integer> table() {
        return IntStream.range(0, MOST_DISKS)
                .mapToObj(i -> block.i32(TABLE + 4 * i))
                .toList();
    }

    /** Place in the table; -1 if this disk isn't there. */
    int position() {
        return own() == 0 ? -1 : table().indexOf(own());
    }

    /** Which stripe of a RAID01. */
    int stripe() {
        return info() >> 3 & 1;
    }

    /** Place in the stripe, or the span. */
    int place() {
        return info() & 7;
    }

    boolean dirty() {
        return switch (type()) {
            case RAID1 -> (info() & 0x04) != 0;
            case RAID01 -> (info() & 0x10) != 0;
            default -> false;
        };
    }

    /** What it is to a mirror. */
    int role() {
        return info() & 3;
    }

    /** True if the disk is in no array, and nothing tells of one. */
    boolean spare() {
        return block.u16(DISK) == 0 && array() == 0 && position() >= 0;
    }

    /** With the identity of a disk in a place of the table; 0 for nobody. */
    ViaMetadata withId(int place, int id) {
        return new ViaMetadata(block.with32(TABLE + 4 * place, id));
    }

    ViaMetadata withOwn(int id) {
        return new ViaMetadata(block.with32(OWN, id));
    }

    /** What the disk is to a mirror. */
    ViaMetadata withRole(int role, boolean dirty) {
        int bits = 7 << 10;
        int value = (role | (dirty ? 4 : 0)) << 10;
        return new ViaMetadata(block.with16(DISK, (block.u16(DISK) & ~bits) | value));
    }

    ViaMetadata withBroken() {
        return new ViaMetadata(block.with16(DISK, block.u16(DISK) | 1 << 15));
    }

    /** Sectors of each disk. */
    ViaMetadata withCapacity(long sectors) {
        return new ViaMetadata(block.with64(CAPACITY, sectors));
    }

    /** With both sums, the second of which covers the first. */
    ViaMetadata sealed() {
        Block summed = block.with8(CHECKSUM, sum());
        return new ViaMetadata(
                summed.with8(LAST, IntStream.range(0, LAST).map(summed::u8).sum()));
    }

    /** dmraid's name of the set: a sum, so that different sets may have the same. */
    String name() {
        long sum = array();
        for (int id : table()) {
            sum += id;
        }
        return "via_" + DigitLetters.of(Long.toString(sum & 0xffff_ffffL));
    }

    /** Equal on the members of a set only. */
    String identity() {
        return array() + "/" + arrayIndex() + "/" + table();
    }
}
