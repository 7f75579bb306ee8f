package org.dmkit.formats;

import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.DmraidView;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;

/** A format as if nobody had written a writer for it. */
record ReadOnlyFormat<M>(Format<M> format) implements Format<M> {
    static List<Format<?>> all() {
        return Formats.all().stream().<Format<?>>map(ReadOnlyFormat::of).toList();
    }

    private static <M> ReadOnlyFormat<M> of(Format<M> format) {
        return new ReadOnlyFormat<>(format);
    }

    @Override
    public String name() {
        return format.name();
    }

    @Override
    public String description() {
        return format.description();
    }

    @Override
    public List<Extent> anchors(DiskInfo disk) {
        return format.anchors(disk);
    }

    @Override
    public Reading<M> read(DiskInfo disk, Sectors sectors) {
        return format.read(disk, sectors);
    }

    @Override
    public Assembly assemble(List<Reading.Found<M>> found) {
        Assembly assembly = format.assemble(found);
        return new Assembly(assembly.groups().stream().map(Group::unchangeable).toList(), assembly.findings());
    }

    @Override
    public Optional<DmraidView<M>> dmraid() {
        return format.dmraid();
    }
}
