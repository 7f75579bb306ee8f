package org.dmkit.formats.sil;

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

/** Silicon Image Medley: each disk has four copies of its own sector at its end, and is in one set. */
public final class SilFormat implements Format<SilMetadata> {
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
    public Reading<SilMetadata> read(DiskInfo disk, Sectors sectors) {
        return SilReader.read(disk, sectors);
    }

    @Override
    public Assembly assemble(List<Reading.Found<SilMetadata>> found) {
        return SilAssembly.assemble(this, found);
    }

    @Override
    public Optional<MetadataWriter<SilMetadata>> writer() {
        return Optional.of(new SilWriter());
    }

    @Override
    public Optional<DmraidView<SilMetadata>> dmraid() {
        return Optional.of(new SilListing());
    }
}
