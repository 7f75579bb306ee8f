package org.dmkit.formats.ddf1;

import java.util.ArrayList;
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

/** SNIA DDF, the format of LSI, Adaptec, Dell and others, and of mdadm: several volumes on the disks of a container. */
public final class Ddf1Format implements Format<DdfDisk> {
    /** Sectors at the end of each disk. */
    static final long RESERVED = 65536;

    @Override
    public String name() {
        return "ddf1";
    }

    @Override
    public String description() {
        return "SNIA DDF";
    }

    @Override
    public List<Extent> anchors(DiskInfo disk) {
        return DdfReader.anchors(disk);
    }

    /** The last 32 MiB, which the specification reserves. */
    @Override
    public List<Extent> mayLie(DiskInfo disk) {
        long count = Math.min(RESERVED, disk.sectors());
        var extents = new ArrayList<>(anchors(disk));
        extents.add(new Extent(disk.sectors() - count, count));
        return extents;
    }

    @Override
    public Reading<DdfDisk> read(DiskInfo disk, Sectors sectors) {
        return DdfReader.read(disk, sectors);
    }

    @Override
    public Assembly assemble(List<Reading.Found<DdfDisk>> found) {
        return DdfAssembly.assemble(this, found);
    }

    @Override
    public Optional<MetadataWriter<DdfDisk>> writer() {
        return Optional.of(DdfWriter.INSTANCE);
    }

    @Override
    public Optional<DmraidView<DdfDisk>> dmraid() {
        return Optional.of(new DdfListing());
    }
}
