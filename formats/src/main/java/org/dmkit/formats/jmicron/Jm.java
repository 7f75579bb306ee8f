package org.dmkit.formats.jmicron;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;

/**
 * The structure in the last sector of a disk. Little-endian.
 *
 * <pre>
 * 0x00  2  signature   JM
 * 0x02  2  version     0001
 * 0x04  2  checksum    the 64 words of the structure add up to 0 or 1
 * 0x10  4  identity    of this disk; the low four bits are a segment number
 * 0x14  4  base        first sector of the segment
 * 0x18  4  range       size of the segment on this disk in units of 65536 sectors,
 * 0x1c  2  range2      plus this many sectors
 * 0x20 16  name        ends with NUL, blanks, or the field
 * 0x30  1  mode        0 RAID 0, 1 RAID 1, 2 stripe of mirrors, 3 JBOD, 5 RAID 5
 * 0x31  1  block       chunk = 2 &lt;&lt; block sectors
 * 0x32  2  attribute   01 ready, 02 bootable, 04 bad sectors, 10 active, 20 unsynchronised, 40 newest
 * 0x38  8  spare[2]    identities of spares; may be stale memory
 * 0x40 32  member[8]   identities of the members in order; 0 none, ffffffff one that nobody is
 * </pre>
 *
 * @param structure its 128 bytes, and the rest of the sector
 */
record Jm(Block structure) {
    /** Bytes that the checksum covers. Nobody knows what those behind it are for. */
    static final int SIZE = 128;

    static final int SIGNATURE = 0x4d4a;

    static final int RAID0 = 0;
    static final int RAID1 = 1;
    static final int RAID01 = 2;
    static final int JBOD = 3;

    static final int MEMBERS = 8;
    static final int SPARES = 2;
    private static final long DISK = 0xffff_fff0L;
    /** What FreeBSD writes for a member that it doesn't know. */
    static final int NOBODY = 0xffff_ffff;

    private static final int CHECKSUM = 0x04;
    private static final int IDENTITY = 0x10;
    private static final int BASE = 0x14;
    private static final int RANGE = 0x18;
    private static final int RANGE2 = 0x1c;
    private static final int NAME = 0x20;
    private static final int NAME_SIZE = 16;
    private static final int MODE = 0x30;
    private static final int CHUNK = 0x31;
    private static final int ATTRIBUTE = 0x32;
    private static final int SPARE = 0x38;
    private static final int MEMBER = 0x40;
    private static final int SEGMENT = 0xf;

    private static final int BAD_SECTORS = 0x04;
    private static final int UNSYNCHRONISED = 0x20;
    /** The bits whose meaning is known. */
    private static final int KNOWN = 0x03 | BAD_SECTORS | UNSYNCHRONISED;

    static Extent place(DiskInfo disk) {
        return new Extent(disk.sectors() - 1, 1);
    }

    int signature() {
        return structure.u16(0x00);
    }

    int version() {
        return structure.u16(0x02);
    }

    /** What the words add up to, modulo 65536. */
    int sum() {
        int sum = 0;
        for (int at = 0; at < SIZE; at += 2) {
            sum += structure.u16(at);
        }
        return sum & 0xffff;
    }

    long identity() {
        return structure.u32(IDENTITY) & DISK;
    }

    long base() {
        return structure.u32(BASE);
    }

    /** Sectors of the segment. */
    long range() {
        return structure.u32(RANGE) * 65536 + structure.u16(RANGE2);
    }

    /** Without what follows a NUL, and without blanks at its end. */
    String label() {
        return structure.text(NAME, NAME_SIZE).stripTrailing();
    }

    /** As dmraid makes it; a slash, which the device-mapper can't take, becomes an underscore. */
    String setName() {
        return "jmicron_" + label().replace('/', '_');
    }

    int mode() {
        return structure.u8(MODE);
    }

    /** Sectors; 0 if absurd. */
    int chunk() {
        int block = structure.u8(CHUNK);
        return block < 30 ? 2 << block : 0;
    }

    int attribute() {
        return structure.u16(ATTRIBUTE);
    }

    /**
     * True on the good members of a set that has one without valid data. Its name says something else, but that is how
     * FreeBSD uses it, and nobody else does.
     */
    boolean badSectors() {
        return (attribute() & BAD_SECTORS) != 0;
    }

    boolean unsynchronised() {
        return (attribute() & UNSYNCHRONISED) != 0;
    }

    /** Attributes that no program knows the meaning of. */
    int unknownAttributes() {
        return attribute() & ~KNOWN;
    }

    /** The identities in the table, up to the last that is not 0. */
    List<Long> members() {
        List<Long> all = identities(MEMBER, MEMBERS);
        int count = all.size();
        while (count > 0 && all.get(count - 1) == 0) {
            count--;
        }
        return all.subList(0, count);
    }

    /** True of the identity of a member that is lost. */
    static boolean nobody(long identity) {
        return identity == (NOBODY & DISK);
    }

    /** Where this disk stands in its table: the last place, if there are several; empty if it is not in it. */
    Optional<Integer> position() {
        int last = identity() == 0 ? -1 : members().lastIndexOf(identity());
        return last < 0 ? Optional.empty() : Optional.of(last);
    }

    /** True if the disk's own identity is among the spares. Other entries there may be stale memory. */
    boolean spare() {
        return identity() != 0 && identities(SPARE, SPARES).contains(identity());
    }

    private List<Long> identities(int at, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> structure.u32(at + 4 * i) & DISK)
                .toList();
    }

    /** Identities in use as those of spares; an entry with a segment number is stale memory. */
    List<Long> spares() {
        return IntStream.range(0, SPARES)
                .filter(k -> (structure.i32(SPARE + 4 * k) & SEGMENT) == 0)
                .mapToObj(k -> structure.u32(SPARE + 4 * k))
                .filter(id -> id != 0)
                .toList();
    }

    /** With one more spare; there must be room. */
    Jm withSpare(long identity) {
        for (int k = 0; k < SPARES; k++) {
            long entry = structure.u32(SPARE + 4 * k);
            if (entry == 0 || (entry & SEGMENT) != 0) {
                return new Jm(structure.with32(SPARE + 4 * k, identity));
            }
        }
        throw new IllegalArgumentException("refused by the rules: a third spare");
    }

    Jm withoutSpare(long identity) {
        Block changed = structure;
        for (int k = 0; k < SPARES; k++) {
            if ((structure.u32(SPARE + 4 * k) & DISK) == identity) {
                changed = changed.with32(SPARE + 4 * k, 0);
            }
        }
        return new Jm(changed);
    }

    /** With another identity in a place of the table. */
    Jm withMember(int position, long identity) {
        boolean same = (structure.u32(MEMBER + 4 * position) & DISK) == (identity & DISK);
        return same ? this : new Jm(structure.with32(MEMBER + 4 * position, identity));
    }

    Jm withIdentity(long identity) {
        return new Jm(structure.with32(IDENTITY, identity));
    }

    Jm withData(Extent data) {
        return new Jm(structure
                .with32(BASE, data.lba())
                .with32(RANGE, data.count() >> 16)
                .with16(RANGE2, (int) data.count()));
    }

    /** Without sectors, as FreeBSD's spares: dmraid, which knows no spares, leaves such a disk out. */
    Jm withoutData() {
        return new Jm(structure.with32(BASE, 0).with32(RANGE, 0).with16(RANGE2, 0));
    }

    /** A NUL behind the name, as the vendor's; dmraid prints blanks. */
    Jm withLabel(String label) {
        byte[] field = Arrays.copyOf(label.getBytes(StandardCharsets.US_ASCII), NAME_SIZE);
        return new Jm(structure.with(NAME, Block.copyOf(field)));
    }

    Jm withKind(int mode, int block) {
        return new Jm(structure.with8(MODE, mode).with8(CHUNK, block));
    }

    Jm withAttribute(int attribute) {
        return new Jm(structure.with16(ATTRIBUTE, attribute));
    }

    Jm withBadSectors(boolean on) {
        return withAttribute(on ? attribute() | BAD_SECTORS : attribute() & ~BAD_SECTORS);
    }

    Jm withUnsynchronised(boolean on) {
        return withAttribute(on ? attribute() | UNSYNCHRONISED : attribute() & ~UNSYNCHRONISED);
    }

    /** With what the sector of another has behind the structure. */
    Jm withRestOf(Jm other) {
        return new Jm(structure.with(SIZE, other.structure.slice(SIZE, other.structure.size() - SIZE)));
    }

    /** With the checksum that its words add up to this with. */
    Jm summed(int total) {
        Jm open = new Jm(structure.with16(CHECKSUM, 0));
        return new Jm(open.structure.with16(CHECKSUM, total - open.sum()));
    }
}
