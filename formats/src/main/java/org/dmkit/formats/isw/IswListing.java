package org.dmkit.formats.isw;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.DmraidView;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.Reading;

/** A disk as dmraid lists it: what its own metadata say, with all that dmraid leaves out of account. */
final class IswListing implements DmraidView<Mpb> {
    /** A member of its group, whatever volumes are on it; a spare if its own entry says so. */
    @Override
    public RaidDevice listed(Reading.Found<Mpb> found) {
        Mpb mpb = found.metadata();
        boolean spare = mpb.disk(IswSerial.of(found.disk()))
                .filter(d -> d.has(IswDisk.SPARE))
                .isPresent();
        return new RaidDevice(
                IswNames.group(mpb),
                spare ? RaidDevice.Type.SPARE : RaidDevice.Type.GROUP,
                RaidDevice.Status.OK,
                anchor(found.disk()),
                0);
    }

    /** As dmraid asks when it puts disks in sets: the first entry, not the disk's own. */
    private static boolean isSpare(Mpb mpb) {
        return mpb.disks().getFirst().has(IswDisk.SPARE);
    }

    /** A disk must know itself, and have more than its bit for a spare. */
    @Override
    public boolean isListed(Reading.Found<Mpb> found) {
        Mpb mpb = found.metadata();
        return mpb.disk(IswSerial.of(found.disk()))
                .filter(d -> (d.has(IswDisk.CONFIGURED) || d.has(IswDisk.USABLE)) && !d.has(IswDisk.FAILED))
                .isPresent();
    }

    /** One a volume, unless there is one that dmraid can't make anything of: then none. A spare is a set of its own, named by its path. */
    @Override
    public List<RaidDevice> inSets(Reading.Found<Mpb> found) {
        Mpb mpb = found.metadata();
        if (isSpare(mpb)) {
            return List.of(new RaidDevice(
                    IswNames.spare(mpb, found.disk()),
                    RaidDevice.Type.SPARE,
                    RaidDevice.Status.OK,
                    anchor(found.disk()),
                    0));
        }
        if (mpb.volumes().size() != mpb.announcedVolumes()
                || !mpb.volumes().stream().allMatch(IswListing::understood)) {
            return List.of();
        }
        var devices = new ArrayList<RaidDevice>();
        for (IswVolume volume : mpb.volumes()) {
            devices.add(inVolume(mpb, volume, found.disk()));
        }
        return devices;
    }

    private static boolean understood(IswVolume volume) {
        IswMap map = volume.map0();
        return map.state() <= IswMap.FAILED && IswLevel.of(map).isPresent() && map.blocksPerMember(false) > 0;
    }

    /** dmraid takes all units per member as data, and only the low words of numbers. */
    private static RaidDevice inVolume(Mpb mpb, IswVolume volume, DiskInfo disk) {
        IswMap map = volume.map0();
        boolean stacked = IswLevel.of(map).filter(l -> l == IswLevel.RAID10).isPresent();
        String set = IswNames.set(mpb, volume);
        return new RaidDevice(
                stacked ? IswNames.leg(set, leg(mpb, map, disk)) : set,
                type(map),
                RaidDevice.Status.OK,
                map.blocksPerMember(false) * mpb.unit(),
                map.pba(false) * mpb.unit(),
                map.strip() * mpb.unit());
    }

    /** The mirror that a disk is in. */
    private static int leg(Mpb mpb, IswMap map, DiskInfo disk) {
        return mpb.indexOf(IswSerial.of(disk)).stream()
                .flatMap(index -> map.slotsOf(index).stream())
                .mapToInt(slot -> slot / 2)
                .findFirst()
                .orElse(0);
    }

    private static RaidDevice.Type type(IswMap map) {
        return IswLevel.of(map)
                .map(level -> switch (level) {
                    case RAID0 -> RaidDevice.Type.STRIPE;
                    case RAID1, RAID10 -> RaidDevice.Type.MIRROR;
                    case RAID5 -> RaidDevice.Type.RAID5_LEFT_ASYMMETRIC;
                })
                .orElse(RaidDevice.Type.UNKNOWN);
    }

    private static long anchor(DiskInfo disk) {
        return MpbPlace.on(disk).anchor().lba();
    }

    @Override
    public List<String> nativeLog(Reading.Found<Mpb> found) {
        return IswNativeLog.of(found);
    }
}
