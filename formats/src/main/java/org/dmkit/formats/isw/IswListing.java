package org.dmkit.formats.isw;

import java.util.List;
import org.dmkit.raid.spi.RaidDevice;
import org.dmkit.raid.spi.Reading;

/** A disk as dmraid lists it. */
final class IswListing {
    private IswListing() {}

    /** A member of its group, whatever volumes are on it. */
    static RaidDevice device(Reading.Found found) {
        Mpb mpb = (Mpb) found.metadata();
        return new RaidDevice(
                IswNames.group(mpb),
                RaidDevice.Type.GROUP,
                RaidDevice.Status.OK,
                MpbPlace.on(found.disk()).anchor().lba(),
                0);
    }

    static List<String> nativeLog(Reading.Found found) {
        return List.of();
    }
}
