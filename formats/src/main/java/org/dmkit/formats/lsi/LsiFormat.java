package org.dmkit.formats.lsi;

import java.lang.foreign.MemorySegment;
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

/** LSI Logic MegaRAID and MegaIDE: the last sector of each disk. */
public final class LsiFormat implements Format<LsiConfiguration> {
    @Override
    public String name() {
        return "lsi";
    }

    @Override
    public String description() {
        return "LSI Logic MegaRAID";
    }

    /** Only disks of 512-byte sectors were ever attached to these controllers. */
    @Override
    public List<Extent> anchors(DiskInfo disk) {
        return disk.sectorSize() == 512 && disk.sectors() >= 2 ? List.of(new Extent(disk.sectors() - 1, 1)) : List.of();
    }

    @Override
    public Reading<LsiConfiguration> read(DiskInfo disk, Sectors sectors) {
        List<Extent> anchors = anchors(disk);
        if (anchors.isEmpty()) {
            return new Reading.Absent<>();
        }
        Optional<MemorySegment> sector = sectors.at(anchors.getFirst());
        if (sector.isEmpty()) {
            return new Reading.Needs<>(anchors);
        }
        Block block = Block.copyOf(sector.get());
        return block.slice(0, LsiConfiguration.MAGIC.size()).equals(LsiConfiguration.MAGIC)
                ? new Reading.Found<>(disk, new LsiConfiguration(block), anchors, List.of())
                : new Reading.Absent<>();
    }

    @Override
    public Assembly assemble(List<Reading.Found<LsiConfiguration>> found) {
        return LsiAssembly.assemble(this, found);
    }

    @Override
    public Optional<MetadataWriter<LsiConfiguration>> writer() {
        return Optional.of(new LsiWriter());
    }

    @Override
    public Optional<DmraidView<LsiConfiguration>> dmraid() {
        return Optional.of(new LsiListing());
    }
}
