package org.dmkit.formats.nvidia;

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

/** NVIDIA MediaShield: each disk has its own block, in the last sector but one, and is in one set. */
public final class NvidiaFormat implements Format<NvidiaMetadata> {
    @Override
    public String name() {
        return "nvidia";
    }

    @Override
    public String description() {
        return "NVIDIA MediaShield";
    }

    @Override
    public List<Extent> anchors(DiskInfo disk) {
        return NvidiaReader.place(disk).stream().toList();
    }

    @Override
    public Reading<NvidiaMetadata> read(DiskInfo disk, Sectors sectors) {
        return NvidiaReader.read(disk, sectors);
    }

    @Override
    public Assembly assemble(List<Reading.Found<NvidiaMetadata>> found) {
        return NvidiaAssembly.assemble(this, found);
    }

    @Override
    public Optional<MetadataWriter<NvidiaMetadata>> writer() {
        return Optional.of(new NvidiaWriter());
    }

    @Override
    public Optional<DmraidView<NvidiaMetadata>> dmraid() {
        return Optional.of(new NvidiaListing());
    }
}
