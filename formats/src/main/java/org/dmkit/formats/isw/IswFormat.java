package org.dmkit.formats.isw;

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

/** Intel Matrix / Rapid Storage, also called IMSM: one block of metadata at the end of each disk, the same on all members. */
public final class IswFormat implements Format<Mpb> {
    @Override
    public String name() {
        return "isw";
    }

    @Override
    public String description() {
        return "Intel Matrix / Rapid Storage";
    }

    @Override
    public List<Extent> anchors(DiskInfo disk) {
        MpbPlace place = MpbPlace.on(disk);
        return place.exists() ? List.of(place.anchor()) : List.of();
    }

    @Override
    public Reading<Mpb> read(DiskInfo disk, Sectors sectors) {
        return MpbReader.read(disk, sectors);
    }

    @Override
    public Assembly assemble(List<Reading.Found<Mpb>> found) {
        return IswAssembly.assemble(this, found);
    }

    @Override
    public Optional<MetadataWriter<Mpb>> writer() {
        return Optional.of(IswWriter.INSTANCE);
    }

    @Override
    public Optional<DmraidView<Mpb>> dmraid() {
        return Optional.of(new IswListing());
    }
}
