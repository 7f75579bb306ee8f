package org.dmkit.formats.via;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.DmraidView;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.model.Finding;

/** VIA V-RAID (VT6421, VT8237): one sector at the end of each disk. */
public final class ViaFormat implements Format<ViaMetadata> {
    /** Versions that programs are known to write. */
    private static final int NEWEST = 2;

    @Override
    public String name() {
        return "via";
    }

    @Override
    public String description() {
        return "VIA V-RAID";
    }

    @Override
    public List<Extent> anchors(DiskInfo disk) {
        return disk.sectorSize() == 512 && disk.sectors() > 1 ? List.of(new Extent(disk.sectors() - 1, 1)) : List.of();
    }

    @Override
    public Reading<ViaMetadata> read(DiskInfo disk, Sectors sectors) {
        return anchors(disk).stream()
                .flatMap(e -> sectors.at(e).stream())
                .findFirst()
                .map(bytes -> decode(disk, new ViaMetadata(Block.copyOf(bytes))))
                .orElse(new Reading.Absent<>());
    }

    private static Reading<ViaMetadata> decode(DiskInfo disk, ViaMetadata via) {
        long last = disk.sectors() - 1;
        if (!via.signed()) {
            return new Reading.Absent<>();
        }
        if (via.sum() != via.checksum()) {
            return new Reading.Broken<>(List.of(Finding.error("via.checksum")
                    .on(disk)
                    .at(last)
                    .field("checksum")
                    .found(via.checksum() + "")
                    .expected(via.sum() + "")
                    .remedy("erase the sector if the disk is in no array")));
        }
        var findings = new ArrayList<Finding>();
        if (via.version() > NEWEST) {
            findings.add(Finding.warning("via.version")
                    .on(disk)
                    .at(last)
                    .field("version_number")
                    .found(via.version() + "")
                    .expected("at most " + NEWEST)
                    .remedy("read as if it were"));
        }
        if (via.type() == ViaMetadata.SPAN && via.capacity() != last) {
            findings.add(Finding.warning("via.span-size")
                    .on(disk)
                    .at(last)
                    .field("capacity")
                    .found(via.capacity() + " sectors")
                    .expected(last + ", as dmraid takes it")
                    .remedy("look at the data read-only before you write"));
        }
        return new Reading.Found<>(disk, via, List.of(new Extent(last, 1)), findings);
    }

    @Override
    public Assembly assemble(List<Reading.Found<ViaMetadata>> found) {
        return ViaAssembly.assemble(this, found);
    }

    @Override
    public Optional<DmraidView<ViaMetadata>> dmraid() {
        return Optional.of(new ViaListing());
    }

    @Override
    public Optional<MetadataWriter<ViaMetadata>> writer() {
        return Optional.of(new ViaWriter());
    }
}
