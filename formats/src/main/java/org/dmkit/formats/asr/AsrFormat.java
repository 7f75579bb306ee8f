package org.dmkit.formats.asr;

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

/** Adaptec HostRAID: a reserved block at the end of each disk, and the same table of all arrays on each member. */
public final class AsrFormat implements Format<AsrMetadata> {
    @Override
    public String name() {
        return "asr";
    }

    @Override
    public String description() {
        return "Adaptec HostRAID";
    }

    @Override
    public List<Extent> anchors(DiskInfo disk) {
        return AsrReader.anchors(disk);
    }

    @Override
    public Reading<AsrMetadata> read(DiskInfo disk, Sectors sectors) {
        return AsrReader.read(disk, sectors);
    }

    @Override
    public Assembly assemble(List<Reading.Found<AsrMetadata>> found) {
        return AsrAssembly.assemble(this, found);
    }

    @Override
    public Optional<MetadataWriter<AsrMetadata>> writer() {
        return Optional.of(new AsrWriter());
    }

    @Override
    public Optional<DmraidView<AsrMetadata>> dmraid() {
        return Optional.of(new AsrListing());
    }
}
