package org.dmkit.formats.ddf1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmkit.raid.format.DmraidView;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.RaidDevice.Status;
import org.dmkit.raid.format.RaidDevice.Type;
import org.dmkit.raid.format.Reading;

/** A disk as dmraid lists it: in one group with all disks of the format, whatever container they are in. */
final class DdfListing implements DmraidView<DdfDisk> {
    /** The group that dmraid puts all disks in; its callers look for this very name. */
    static final String GROUP = ".ddf1_disks";

    private static final int BROKEN = 0x72;
    private static final int TRANSITION = 0x8;

    @Override
    public RaidDevice listed(Reading.Found<DdfDisk> found) {
        DdfDisk disk = found.metadata();
        PhysicalDisk own = disk.entry(disk.reference()).orElseThrow();
        return new RaidDevice(GROUP, Type.GROUP, status(own.state()), own.configured(), 0);
    }

    /** One for each volume that the table of volumes has, as its record tells; dmraid sees no second level. */
    @Override
    public List<RaidDevice> inSets(Reading.Found<DdfDisk> found) {
        DdfDisk disk = found.metadata();
        var devices = new ArrayList<RaidDevice>();
        for (ConfigRecord record : disk.records()) {
            Optional<ConfigRecord.Place> place = record.firstEntries().stream()
                    .filter(p -> p.reference() == disk.reference())
                    .findFirst();
            Optional<VirtualDisk> volume = disk.virtualDisks()
                    .entries()
                    .filter(v -> DdfGuid.same(v.guid(), record.guid()))
                    .findFirst();
            if (place.isPresent() && volume.isPresent()) {
                devices.add(inVolume(disk, found.disk().sectors(), record, place.get(), volume.get()));
            }
        }
        return devices;
    }

    private static RaidDevice inVolume(
            DdfDisk disk, long diskSectors, ConfigRecord record, ConfigRecord.Place place, VirtualDisk volume) {
        int stride = record.stripe() == 0 ? 1 : RaidDevice.strideOf(record.stripe());
        Type type = type(record, disk.adaptec(diskSectors));
        long count = record.blockCount();
        long sectors = type == Type.STRIPE && stride > 0 ? count - count % stride : count;
        return new RaidDevice(volume.deviceName(), type, Status.OK, sectors, place.lba(), stride);
    }

    private static Type type(ConfigRecord record, boolean adaptec) {
        return switch (record.primaryLevel()) {
            case 0x00 -> Type.STRIPE;
            case 0x01 -> Type.MIRROR;
            case 0x04 -> Type.RAID4;
            case 0x05 -> adaptec ? Type.RAID5_LEFT_ASYMMETRIC : raid5(record.qualifier());
            case 0x0f, 0x1f -> Type.LINEAR;
            default -> Type.UNKNOWN;
        };
    }

    private static Type raid5(int qualifier) {
        return switch (qualifier) {
            case 0 -> Type.RAID5_RIGHT_SYMMETRIC;
            case 2 -> Type.RAID5_LEFT_ASYMMETRIC;
            case 3 -> Type.RAID5_LEFT_SYMMETRIC;
            default -> Type.UNKNOWN;
        };
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

    @Override
    public List<String> nativeLog(Reading.Found<DdfDisk> found) {
        return DdfNativeLog.lines(found.metadata());
    }
}
