package org.dmkit.formats.sil;

import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.spi.Assembly;
import org.dmkit.raid.spi.DmraidView;
import org.dmkit.raid.spi.Format;
import org.dmkit.raid.spi.MetadataWriter;
import org.dmkit.raid.spi.Reading;
import org.dmkit.raid.spi.Sectors;

/** Silicon Image Medley: each disk has four copies of its own sector at its end, and is in one set. */
public final class SilFormat implements Format {
    private final boolean writable;

    public SilFormat() {
        this(true);
    }

    private SilFormat(boolean writable) {
        this.writable = writable;
    }

    /** The same for sets whose changes can't be written. */
    static SilFormat readOnly() {
        return new SilFormat(false);
    }

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
    public Optional<MetadataWriter> writer() {
        return writable ? Optional.of(new SilWriter()) : Optional.empty();
    }

    @Override
    public Optional<DmraidView> dmraid() {
        return Optional.of(new SilListing());
    }
}
