package org.dmkit.cli.dmraid;

import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.spi.Format;
import org.dmkit.raid.spi.RaidDevice;
import org.dmkit.raid.spi.Reading;

/**
 * A disk with the metadata of one format.
 *
 * @param device how dmraid lists it: by itself, or in one of its sets
 */
record RaidDisk(Format format, Reading.Found found, RaidDevice device) {
    static RaidDisk of(Format format, Reading.Found found) {
        return new RaidDisk(format, found, format.listed(found));
    }

    /** The same disk in each of its sets. */
    List<RaidDisk> inSets() {
        return format.inSets(found).stream()
                .map(d -> new RaidDisk(format, found, d))
                .toList();
    }

    /** The same disk by itself. */
    RaidDisk listed() {
        return of(format, found);
    }

    /** The same disk as a spare of its set, whatever dmraid takes it for. */
    RaidDisk asSpare() {
        return new RaidDisk(format, found, device.withType(RaidDevice.Type.SPARE));
    }

    DiskInfo disk() {
        return found.disk();
    }

    String path() {
        return found.disk().path();
    }
}
