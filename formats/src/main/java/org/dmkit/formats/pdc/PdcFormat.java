package org.dmkit.formats.pdc;

import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.spi.Assembly;
import org.dmkit.raid.spi.Format;
import org.dmkit.raid.spi.RaidDevice;
import org.dmkit.raid.spi.Reading;
import org.dmkit.raid.spi.Sectors;

/** Promise FastTrak and AMD's chipset RAID: up to four blocks near the end of each disk. */
public final class PdcFormat implements Format {
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
        return PdcPlace.candidates(disk);
    }

    @Override
    public Reading read(DiskInfo disk, Sectors sectors) {
        return PdcReader.read(disk, sectors);
    }

    @Override
    public Assembly assemble(List<Reading.Found> found) {
        return PdcAssembly.assemble(this, found);
    }

    @Override
    public RaidDevice listed(Reading.Found found) {
        return PdcListing.device(found);
    }

    /** Not a disk whose first block is no volume, or one without sectors. */
    @Override
    public boolean isListed(Reading.Found found) {
        return !((PdcDisk) found.metadata()).blocks().getFirst().noVolume()
                && listed(found).sectors() > 0;
    }

    @Override
    public List<RaidDevice> inSets(Reading.Found found) {
        var disk = (PdcDisk) found.metadata();
        return disk.volumes().stream().map(b -> PdcListing.device(disk, b)).toList();
    }

    @Override
    public List<String> nativeLog(Reading.Found found) {
        return PdcListing.nativeLog(found);
    }
}
