package org.dmkit.formats.ddf1;

import org.dmkit.raid.spi.RaidDevice;
import org.dmkit.raid.spi.RaidDevice.Status;
import org.dmkit.raid.spi.RaidDevice.Type;
import org.dmkit.raid.spi.Reading;

/** A disk as dmraid lists it: in one group with all disks of the format, whatever container they are in. */
final class DdfListing {
    /** The group that dmraid puts all disks in; its callers look for this very name. */
    static final String GROUP = ".ddf1_disks";

    private static final int BROKEN = 0x72;
    private static final int TRANSITION = 0x8;

    private DdfListing() {}

    static RaidDevice device(Reading.Found found) {
        DdfDisk disk = (DdfDisk) found.metadata();
        PhysicalDisk own = disk.entry(disk.reference()).orElseThrow();
        return new RaidDevice(GROUP, Type.GROUP, status(own.state()), own.configured(), 0);
    }

    /** The first bit that matches decides. */
    private static Status status(int state) {
        if ((state & BROKEN) != 0) {
            return Status.BROKEN;
        }
        if ((state & PhysicalDisk.REBUILDING) != 0) {
            return Status.NOSYNC;
        }
        if ((state & TRANSITION) != 0) {
            return Status.SETUP;
        }
        return (state & PhysicalDisk.ONLINE) != 0 ? Status.OK : Status.UNKNOWN;
    }
}
