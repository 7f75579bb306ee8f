package org.dmkit.formats.ddf1;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Reading;

/** A present disk and what it bears. */
record DdfCopy(Reading.Found<DdfDisk> found, DdfDisk metadata) {
    /** Sectors at the end of a disk. */
    private static final long END = 1024;

    static DdfCopy of(Reading.Found<DdfDisk> found) {
        return new DdfCopy(found, found.metadata());
    }

    DiskInfo disk() {
        return found.disk();
    }

    long reference() {
        return metadata.reference();
    }

    /** True if these sectors are not all free for data. */
    boolean reserves(Extent data) {
        return Stream.concat(found.extents().stream(), workspace().stream()).anyMatch(data::overlaps);
    }

    private Optional<Extent> workspace() {
        return metadata.anchor().workspace(disk().sectors());
    }

    /**
     * Where nothing else may be kept: the metadata, and what of the workspace is at the end, where others look for room. All of it is
     * 16 MiB and more, of which nobody here knows a byte: to be asked for its sum at every scan is too much.
     */
    List<Extent> extents() {
        var end = new Extent(disk().sectors() - Math.min(END, disk().sectors()), Math.min(END, disk().sectors()));
        return Stream.concat(
                        found.extents().stream(),
                        workspace().filter(end::overlaps).stream()
                                .map(w -> new Extent(
                                        Math.max(w.lba(), end.lba()), w.end() - Math.max(w.lba(), end.lba()))))
                .toList();
    }
}
