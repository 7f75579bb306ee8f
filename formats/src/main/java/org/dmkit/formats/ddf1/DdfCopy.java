package org.dmkit.formats.ddf1;

import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.spi.Reading;

/** A present disk and what it bears. */
record DdfCopy(Reading.Found found, DdfDisk metadata) {
    static DdfCopy of(Reading.Found found) {
        return new DdfCopy(found, (DdfDisk) found.metadata());
    }

    DiskInfo disk() {
        return found.disk();
    }

    long reference() {
        return metadata.reference();
    }

    /** Sectors of the configuration, not of the vendor's workspace, which lie within the data of {@code end}. */
    boolean reaches(long end) {
        return metadata.copies().stream()
                        .mapToLong(h -> h.type() == DdfHeader.PRIMARY ? h.primaryLba() : h.secondaryLba())
                        .anyMatch(lba -> lba < end)
                || metadata.anchorLba() < end;
    }
}
