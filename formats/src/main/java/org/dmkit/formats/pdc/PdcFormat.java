package org.dmkit.formats.pdc;

import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.DmraidView;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;

/** Promise FastTrak and AMD's chipset RAID: up to four blocks near the end of each disk. */
public final class PdcFormat implements Format<PdcDisk> {
    @Override
    public String name() {
        return "pdc";
    }

    @Override
    public String description() {
        return "Promise FastTrak";
    }

    @Override
    public List<Extent> anchors(DiskInfo disk) {
        return PdcPlace.anchors(disk);
    }

    @Override
    public Reading<PdcDisk> read(DiskInfo disk, Sectors sectors) {
        return PdcReader.read(disk, sectors);
    }

    @Override
    public Assembly assemble(List<Reading.Found<PdcDisk>> found) {
        return PdcAssembly.assemble(this, found);
    }

    @Override
    public Optional<MetadataWriter<PdcDisk>> writer() {
        return Optional.of(new PdcWriter());
    }

    @Override
    public Optional<DmraidView<PdcDisk>> dmraid() {
        return Optional.of(new PdcListing());
    }
}
