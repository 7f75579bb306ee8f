package org.dmkit.formats.ddf1;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;

/**
 * A header: the anchor, or the first sector of a copy. All three are alike but for type, sequence and open flag.
 *
 * <pre>
 *   0  4 signature            de11de11
 *   4  4 CRC
 *   8 24 DDF_Header_GUID      the container's
 *  32  8 revision             ASCII
 *  40  4 sequence             all ones in the anchor
 *  44  4 timestamp            seconds since 1980
 *  48  1 open flag            0: closed
 *  49  1 foreign flag         the container came from another controller
 *  96  8 primary LBA
 * 104  8 secondary LBA        all ones: none
 * 112  1 type                 0 anchor, 1 primary, 2 secondary
 * 116  4 workspace length     sectors
 * 120  8 workspace LBA
 * 128  2 max physical disks
 * 130  2 max virtual disks
 * 132  2 max partitions
 * 134  2 configuration record length, sectors
 * 136  2 max primary elements of a record; ffff on Adaptec
 * 192    (offset 4, length 4) of each section, sectors from the copy's header; offset all ones: none
 * </pre>
 */
record DdfHeader(Block block) {
    static final int SIZE = 512;
    static final long SIGNATURE = 0xde11_de11L;
    static final long SIGNATURE_SWAPPED = 0x11de_11deL;
    static final int PRIMARY = 1;
    static final int SECONDARY = 2;

    static final int GUID = 8;
    static final int REVISION = 32;
    static final int SEQUENCE = 40;

    /** 1 GiB. */
    private static final long WORKSPACE_LARGE = 1 << 21;

    static final int TIMESTAMP = 44;
    static final int OPEN = 48;
    static final int FOREIGN = 49;
    static final int GROUPING = 50;
    static final int PRIMARY_LBA = 96;
    static final int SECONDARY_LBA = 104;
    static final int TYPE = 112;
    static final int WORKSPACE_LENGTH = 116;
    static final int WORKSPACE_LBA = 120;
    static final int MAX_PHYSICAL = 128;
    static final int MAX_VIRTUAL = 130;
    static final int MAX_PARTITIONS = 132;
    static final int RECORD_LENGTH = 134;
    static final int MAX_ELEMENTS = 136;
    static final int SECTIONS = 192;

    /** A run of sectors after a copy's header, in the order of the table. */
    enum Section {
        CONTROLLER,
        PHYSICAL_DISKS,
        VIRTUAL_DISKS,
        CONFIGURATION,
        DISK_DATA,
        BAD_BLOCKS,
        DIAGNOSTICS,
        VENDOR_LOGS;

        /** As findings call it. */
        String title() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    long signature() {
        return block.u32(0);
    }

    /** 48 hexadecimal digits. */
    String guid() {
        return HexFormat.of().formatHex(block.slice(GUID, DdfGuid.LENGTH).toBytes());
    }

    String revision() {
        return block.text(REVISION, 8);
    }

    long sequence() {
        return block.u32(SEQUENCE);
    }

    boolean open() {
        return block.u8(OPEN) != 0;
    }

    boolean foreign() {
        return block.u8(FOREIGN) == 1;
    }

    /** What the copy counts against others: one that is being written may be half done. */
    long weight() {
        return open() ? sequence() - 1 : sequence();
    }

    /** Any value; negative ones mean none. */
    long primaryLba() {
        return block.i64(PRIMARY_LBA);
    }

    /** Any value; negative ones mean none. */
    long secondaryLba() {
        return block.i64(SECONDARY_LBA);
    }

    /** The copies that there are, by the type of their headers. */
    List<Integer> announced() {
        return Stream.of(PRIMARY, SECONDARY).filter(t -> lba(t) > 0).toList();
    }

    /** Sector of the header of this type. */
    long lba(int type) {
        return type == PRIMARY ? primaryLba() : secondaryLba();
    }

    int type() {
        return block.u8(TYPE);
    }

    long workspaceLba() {
        return block.i64(WORKSPACE_LBA);
    }

    /** The vendor's own. As mdadm has it, one of above 1 GiB that takes more than a sixteenth of the disk is a mistake. */
    Optional<Extent> workspace(long diskSectors) {
        long start = workspaceLba();
        long length = block.u32(WORKSPACE_LENGTH);
        boolean there = start > 0 && length > 0 && start <= diskSectors - length;
        boolean sane = length <= WORKSPACE_LARGE || length <= diskSectors / 16;
        return there && sane ? Optional.of(new Extent(start, length)) : Optional.empty();
    }

    int maxPhysical() {
        return block.u16(MAX_PHYSICAL);
    }

    /** Configuration records that a disk may have beside that of a spare. */
    int maxPartitions() {
        return block.u16(MAX_PARTITIONS);
    }

    int recordLength() {
        return block.u16(RECORD_LENGTH);
    }

    int maxElements() {
        return block.u16(MAX_ELEMENTS);
    }

    long offset(Section section) {
        return block.u32(SECTIONS + section.ordinal() * 8);
    }

    long length(Section section) {
        return block.u32(SECTIONS + section.ordinal() * 8 + 4);
    }

    boolean has(Section section) {
        return offset(section) != 0xffff_ffffL && length(section) != 0;
    }

    /** Maxima and sections: what headers of one container have in common wherever they lie. */
    Block geometry() {
        return block.slice(MAX_PHYSICAL, SIZE - MAX_PHYSICAL);
    }

    /** Closed, in this state of the container. */
    DdfHeader inSequence(long sequence) {
        return new DdfHeader(block.with32(SEQUENCE, sequence).with8(OPEN, 0));
    }

    DdfHeader ofType(int type) {
        return new DdfHeader(block.with8(TYPE, type));
    }

    /** First sector behind the sections, from the header. */
    long end() {
        return Stream.of(Section.values())
                .filter(this::has)
                .mapToLong(s -> offset(s) + length(s))
                .max()
                .orElse(1);
    }

    /** Sectors from the header to the end of the last section, as far as that can be true. */
    Extent copy(long lba, long diskSectors) {
        long end = lba + 1;
        for (Section s : Section.values()) {
            long sectionEnd = lba + offset(s) + length(s);
            if (has(s) && sectionEnd <= diskSectors) {
                end = Math.max(end, sectionEnd);
            }
        }
        return new Extent(lba, end - lba);
    }
}
