package org.dmkit.formats.ddf1;

import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Reading;

/** A present disk and what it bears. */
record DdfCopy(Reading.Found<DdfDisk> found, DdfDisk metadata) {
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
        return found.extents().stream().anyMatch(data::overlaps);
    }
}
