package org.dmkit.formats.jmicron;

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
 * 0x40 32  member[8]   identities of the members in order; 0 none
 * </pre>
 *
 * @param structure its 128 bytes
 */
record Jm(Block structure) {
    static final int SIZE = 128;
    static final int SIGNATURE = 0x4d4a;

    static final int RAID0 = 0;
    static final int RAID1 = 1;
    static final int RAID01 = 2;
    static final int JBOD = 3;

    private static final int MEMBERS = 8;
    private static final int SPARES = 2;
    private static final long DISK = 0xffff_fff0L;

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
        return structure.u32(0x10) & DISK;
    }

    long base() {
        return structure.u32(0x14);
    }

    /** Sectors of the segment. */
    long range() {
        return structure.u32(0x18) * 65536 + structure.u16(0x1c);
    }

    /** Without what follows a NUL, and without blanks at its end. */
    String label() {
        return structure.text(0x20, 16).stripTrailing();
    }

    /** As dmraid makes it; a slash, which the device-mapper can't take, becomes an underscore. */
    String setName() {
        return "jmicron_" + label().replace('/', '_');
    }

    int mode() {
        return structure.u8(0x30);
    }

    /** Sectors; 0 if absurd. */
    int chunk() {
        int block = structure.u8(0x31);
        return block < 30 ? 2 << block : 0;
    }

    int attribute() {
        return structure.u16(0x32);
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
        List<Long> all = identities(0x40, MEMBERS);
        int count = all.size();
        while (count > 0 && all.get(count - 1) == 0) {
            count--;
        }
        return all.subList(0, count);
    }

    /** Where this disk stands in its table: the last place, if there are several; empty if it is not in it. */
    Optional<Integer> position() {
        int last = identity() == 0 ? -1 : members().lastIndexOf(identity());
        return last < 0 ? Optional.empty() : Optional.of(last);
    }

    /** True if the disk's own identity is among the spares. Other entries there may be stale memory. */
    boolean spare() {
        return identity() != 0 && identities(0x38, SPARES).contains(identity());
    }

    private List<Long> identities(int at, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> structure.u32(at + 4 * i) & DISK)
                .toList();
    }
}
