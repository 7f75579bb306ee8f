package org.dmkit.formats.ddf1;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.formats.ddf1.DdfHeader.Section;
import org.dmkit.raid.assemble.Block;

/**
 * A container without disks and volumes: both copies and the workspace where mdadm has them, in the 32 MiB that the specification
 * reserves. It has room for fewer disks and volumes than mdadm's, so that it is a ninth of the size and a record of its change small.
 *
 * @param guid of the container
 * @param time seconds since 1980
 */
record DdfNewContainer(Block guid, long time) {
    static final int MOST_DISKS = 63;
    static final int MOST_VOLUMES = 63;

    /** Volumes that a disk may be in. */
    static final int MOST_PARTITIONS = 16;

    static final int MOST_MEMBERS = 64;

    /** Seconds from the epoch of Unix to that of DDF. */
    static final long EPOCH = 315_532_800;

    private static final String REVISION = "01.02.00";
    private static final long PRIMARY_FROM_END = 32768;
    private static final long WORKSPACE = 32768;
    private static final int RECORD = 3;
    private static final long CONTROLLER = 0xad11_1111L;
    private static final long NONE = 0xffff_ffffL;

    /** Sectors, in the order in which they lie. */
    private static final Map<Section, Integer> LENGTHS = new EnumMap<>(Map.of(
            Section.CONTROLLER, 1,
            Section.PHYSICAL_DISKS, 8,
            Section.VIRTUAL_DISKS, 8,
            Section.CONFIGURATION, RECORD * (MOST_PARTITIONS + 1),
            Section.DISK_DATA, 1));

    /** As a disk of this size has it that has no entry yet. */
    DdfDisk on(DiskInfo disk) {
        DdfHeader primary = header(disk, DdfHeader.PRIMARY);
        return new DdfDisk(
                disk.sectors() - 1,
                sealed(new DdfHeader(
                        header(disk, 0).block().with32(DdfHeader.SEQUENCE, NONE).with8(DdfHeader.OPEN, 0xff))),
                List.of(sealed(primary), sealed(header(disk, DdfHeader.SECONDARY))),
                sealed(primary),
                primary.primaryLba(),
                controller(),
                table(Section.PHYSICAL_DISKS, DdfReader.PHYSICAL_DISKS, MOST_DISKS),
                table(Section.VIRTUAL_DISKS, DdfReader.VIRTUAL_DISKS, MOST_VOLUMES),
                blank(Section.CONFIGURATION),
                sealed(blank(Section.DISK_DATA)));
    }

    private static Block sealed(Block structure) {
        return DdfChecksum.RAW.seal(structure, DdfChecksum.RAW);
    }

    private static DdfHeader sealed(DdfHeader header) {
        return new DdfHeader(sealed(header.block()));
    }

    private static Block ones(int size) {
        return DdfNewcomer.filled(Block.zeros(size).bigEndian());
    }

    private static Block blank(Section section) {
        return ones(LENGTHS.getOrDefault(section, 0) * DdfHeader.SIZE);
    }

    private DdfHeader header(DiskInfo disk, int type) {
        Block block = ones(DdfHeader.SIZE)
                .with32(0, DdfHeader.SIGNATURE)
                .with(DdfHeader.GUID, guid)
                .with(DdfHeader.REVISION, Block.copyOf(REVISION.getBytes(StandardCharsets.US_ASCII)))
                .with32(DdfHeader.SEQUENCE, 1)
                .with32(DdfHeader.TIMESTAMP, time)
                .with8(DdfHeader.OPEN, 0)
                .with8(DdfHeader.FOREIGN, 0)
                .with8(DdfHeader.GROUPING, 0)
                .with64(DdfHeader.PRIMARY_LBA, disk.sectors() - PRIMARY_FROM_END)
                .with64(DdfHeader.SECONDARY_LBA, disk.sectors() - Ddf1Format.RESERVED)
                .with8(DdfHeader.TYPE, type)
                .with32(DdfHeader.WORKSPACE_LENGTH, WORKSPACE)
                .with64(DdfHeader.WORKSPACE_LBA, disk.sectors() - Ddf1Format.RESERVED)
                .with16(DdfHeader.MAX_PHYSICAL, MOST_DISKS)
                .with16(DdfHeader.MAX_VIRTUAL, MOST_VOLUMES)
                .with16(DdfHeader.MAX_PARTITIONS, MOST_PARTITIONS)
                .with16(DdfHeader.RECORD_LENGTH, RECORD)
                .with16(DdfHeader.MAX_ELEMENTS, MOST_MEMBERS);
        long offset = 1;
        for (Section section : Section.values()) {
            int length = LENGTHS.getOrDefault(section, 0);
            int at = DdfHeader.SECTIONS + section.ordinal() * 8;
            block = block.with32(at, length == 0 ? NONE : offset).with32(at + 4, length);
            offset += length;
        }
        return new DdfHeader(block);
    }

    private Block controller() {
        Block owner = DdfGuid.made(DdfGuid.NO_CONTROLLER, time, 0).bigEndian();
        byte[] product = "dmkit           ".getBytes(StandardCharsets.US_ASCII);
        return sealed(blank(Section.CONTROLLER)
                .with32(0, CONTROLLER)
                .with(8, owner)
                .with64(DdfDisk.PCI_VENDOR, DdfGuid.NO_CONTROLLER)
                .with(DdfDisk.PCI_VENDOR + 8, Block.copyOf(product)));
    }

    private static Block table(Section section, long signature, int max) {
        return sealed(blank(section)
                .with32(0, signature)
                .with16(DdfTable.POPULATED, 0)
                .with16(DdfTable.MAX, max));
    }
}
