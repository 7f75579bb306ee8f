package org.dmkit.cli.dmraid;

import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.spi.DmraidView;
import org.dmkit.raid.spi.Format;
import org.dmkit.raid.spi.RaidDevice;
import org.dmkit.raid.spi.Reading;

/**
 * A disk with the metadata of one format.
 *
 * @param view of the format
 * @param device how dmraid lists it: by itself, or in one of its sets
 */
record RaidDisk(Format format, DmraidView view, Reading.Found found, RaidDevice device) {
    /** Empty if dmraid does not list the disk. */
    static Optional<RaidDisk> of(Format format, Reading.Found found) {
        return format.dmraid()
                .filter(view -> view.isListed(found))
                .map(view -> new RaidDisk(format, view, found, view.listed(found)));
    }

    /** The same disk in each of its sets. */
    List<RaidDisk> inSets() {
        return view.inSets(found).stream().map(this::as).toList();
    }

    /** The same disk by itself. */
    RaidDisk listed() {
        return new RaidDisk(format, view, found, view.listed(found));
    }

    /** The same disk as a spare of its set, whatever dmraid takes it for. */
    RaidDisk asSpare() {
        return as(device.withType(RaidDevice.Type.SPARE));
    }

    /** The same disk, listed otherwise. */
    RaidDisk as(RaidDevice newDevice) {
        return new RaidDisk(format, view, found, newDevice);
    }

    DiskInfo disk() {
        return found.disk();
    }

    String path() {
        return found.disk().path();
    }
}
