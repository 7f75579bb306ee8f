package org.dmkit.formats.ddf1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;

/**
 * What one disk bears: its anchor, both headers as far as they are good, and the sections of the copy that is believed.
 *
 * @param anchorLba where the anchor was found
 * @param copies the headers that hold, by type: primary first
 * @param active the header whose copy the sections are from
 * @param activeLba its sector
 * @param controller 512 bytes, or empty if there is none
 * @param diskData 512 bytes:
 *     <pre>
 *  0  4 signature   33333333
 *  8 24 PD_GUID
 * 32  4 reference   the disk's own
 *     </pre>
 */
record DdfDisk(
        long anchorLba,
        DdfHeader anchor,
        List<DdfHeader> copies,
        DdfHeader active,
        long activeLba,
        Block controller,
        Block physicalSection,
        Block virtualSection,
        Block configuration,
        Block diskData) {
    static final int REFERENCE = 32;

    static final int PCI_VENDOR = 32;
    private static final int ADAPTEC = 0x9005;

    DdfDisk {
        copies = List.copyOf(copies);
    }

    /** Anchor and both copies. */
    List<Extent> extents(long diskSectors) {
        return Stream.concat(
                        Stream.of(new Extent(anchorLba, 1)),
                        copies.stream().map(h -> h.copy(anchor.lba(h.type()), diskSectors)))
                .toList();
    }

    boolean littleEndian() {
        return anchor.block().u8(0) == 0x11;
    }

    /** How records call this disk. */
    long reference() {
        return diskData.u32(REFERENCE);
    }

    DdfTable<PhysicalDisk> physicalDisks() {
        return DdfTable.physicalDisks(physicalSection);
    }

    DdfTable<VirtualDisk> virtualDisks() {
        return DdfTable.virtualDisks(virtualSection);
    }

    /** What the disk's own table says of the disk {@code reference}. */
    Optional<PhysicalDisk> entry(long reference) {
        return DdfTable.find(physicalDisks(), reference);
    }

    /** The slots of the configuration section, used or not. */
    List<Block> slots() {
        int length = active.recordLength() * 512;
        var slots = new ArrayList<Block>();
        for (int at = 0; at + length <= configuration.size(); at += length) {
            slots.add(configuration.slice(at, length));
        }
        return slots;
    }

    /** The records of the volumes that the disk is in. */
    List<ConfigRecord> records() {
        return slots().stream()
                .filter(s -> s.u32(0) == ConfigRecord.SIGNATURE)
                .map(s -> ConfigRecord.of(s, active))
                .toList();
    }

    /** Adaptec's controllers depart from the specification: anchor before the end, a qualifier that means nothing. */
    boolean adaptec(long diskSectors) {
        return anchorLba != diskSectors - 1 || (controller.size() > 0 && controller.u16(PCI_VENDOR) == ADAPTEC);
    }
}
