package org.dmkit.formats.sil;

import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.spi.Assembly;
import org.dmkit.raid.spi.Format;
import org.dmkit.raid.spi.RaidDevice;
import org.dmkit.raid.spi.Reading;
import org.dmkit.raid.spi.Sectors;

/** Silicon Image Medley: each disk has four copies of its own sector at its end, and is in one set. */
public final class SilFormat implements Format {
    @Override
    public String name() {
        return "sil";
    }

    @Override
    public String description() {
        return "Silicon Image Medley";
    }

    @Override
    public List<Extent> anchors(DiskInfo disk) {
        return SilReader.places(disk);
    }

    @Override
    public Reading read(DiskInfo disk, Sectors sectors) {
        return SilReader.read(disk, sectors);
    }

    @Override
    public Assembly assemble(List<Reading.Found> found) {
        return SilAssembly.assemble(this, found);
    }

    @Override
    public RaidDevice listed(Reading.Found found) {
        return SilListing.device(found);
    }

    @Override
    public List<String> nativeLog(Reading.Found found) {
        return SilListing.nativeLog(found);
    }
}
