package org.dmkit.formats.ddf1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.write.Drawn;

/**
 * A disk that joins a container: everything as far from its end as on the disk whose tables are believed, as mdadm has it.
 *
 * @param like that disk
 * @param disk the new one
 */
record DdfNewcomer(DdfCopy like, DiskInfo disk) {
    private static final int FORCED_REFERENCE = 36;
    private static final int FORCED_GUID = 37;
    private static final int VENDOR = 38;
    private static final int VENDOR_LENGTH = 32;

    private long shift() {
        return disk.sectors() - like.disk().sectors();
    }

    private long shifted(long lba) {
        return lba > 0 ? lba + shift() : lba;
    }

    /** Sectors for data: what is in front of all that is reserved. */
    long configured() {
        DdfHeader anchor = anchor();
        return Stream.of(
                        LongStream.of(anchor.primaryLba(), anchor.secondaryLba(), anchorLba()),
                        anchor.workspace(disk.sectors()).stream().mapToLong(w -> w.lba()))
                .flatMapToLong(s -> s)
                .filter(lba -> lba > 0)
                .min()
                .orElse(0);
    }

    private long anchorLba() {
        return shifted(like.metadata().anchorLba());
    }

    private DdfHeader anchor() {
        return placed(like.metadata().anchor());
    }

    private DdfHeader placed(DdfHeader header) {
        return new DdfHeader(header.block()
                .with64(DdfHeader.PRIMARY_LBA, shifted(header.primaryLba()))
                .with64(DdfHeader.SECONDARY_LBA, shifted(header.secondaryLba()))
                .with64(DdfHeader.WORKSPACE_LBA, shifted(header.workspaceLba())));
    }

    /** What it bears before it has a record: the tables are those of the other. */
    DdfDisk bare(PhysicalDisk entry) {
        DdfDisk model = like.metadata();
        DdfHeader active = placed(model.active());
        DdfChecksum checksum = DdfChecksum.of(model.active().block());
        DdfHeader anchor = new DdfHeader(DdfChecksum.of(model.anchor().block()).seal(anchor().block(), checksum));
        int first = anchor.announced().getFirst();
        return new DdfDisk(
                anchorLba(),
                anchor,
                anchor.announced().stream().map(active::ofType).toList(),
                active.ofType(first),
                anchor.lba(first),
                model.controller(),
                model.physicalSection(),
                model.virtualSection(),
                filled(model.configuration()),
                DdfChecksum.of(model.diskData()).seal(data(entry), checksum));
    }

    /** As many bytes, all ones. */
    static Block filled(Block like) {
        byte[] ones = new byte[like.size()];
        Arrays.fill(ones, (byte) 0xff);
        return like.with(0, Block.copyOf(ones));
    }

    private Block data(PhysicalDisk entry) {
        return filled(like.metadata().diskData())
                .with32(0, DdfReader.DISK_DATA)
                .with(8, entry.guid())
                .with32(DdfDisk.REFERENCE, entry.reference())
                .with8(FORCED_REFERENCE, 1)
                .with8(FORCED_GUID, 1)
                .with(VENDOR, blanks(DdfGuid.VENDOR));
    }

    private static Block blanks(String text) {
        byte[] bytes = new byte[VENDOR_LENGTH];
        Arrays.fill(bytes, (byte) ' ');
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, bytes, 0, ascii.length);
        return Block.copyOf(bytes);
    }

    /** Its entry in the table: called so that nobody else is. */
    PhysicalDisk entry(DdfTable<PhysicalDisk> disks, String container, long sequence) {
        long serial = Drawn.of(disk.serial() + " " + disk.sectors());
        for (int more = 0; ; more++) {
            long lot = Drawn.of(container + " " + disk.serial() + " " + sequence + " " + more);
            long reference = Drawn.of(Long.toHexString(lot) + Long.toHexString(serial));
            if (PhysicalDisk.isName(reference)
                    && disks.index(d -> d.reference() == reference).isEmpty()) {
                Block guid = DdfGuid.made(serial << 32 | Drawn.of(container), sequence, lot);
                Block ordered = like.metadata().littleEndian() ? guid : guid.bigEndian();
                return PhysicalDisk.made(ordered, reference, configured());
            }
        }
    }
}
