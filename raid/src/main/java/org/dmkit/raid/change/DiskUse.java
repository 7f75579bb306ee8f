package org.dmkit.raid.change;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.raid.live.Live;
import org.dmkit.raid.live.LiveDevice;
import org.dmkit.raid.live.LiveSets;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.scan.Scan;

/** Who uses disks: by what the kernel says of them, and as members of sets that run. */
public final class DiskUse {
    private final Machine machine;
    private final Scan scan;
    private final Live live;
    /** What our devices stand on. */
    private final Set<DeviceNumber> below;

    public DiskUse(Machine machine, Scan scan, Live live) {
        this.machine = machine;
        this.scan = scan;
        this.live = live;
        this.below = live.devices().stream()
                .filter(LiveDevice::isOurs)
                .flatMap(d -> LiveSets.places(d.active(), live).stream())
                .map(Live.Place::device)
                .collect(Collectors.toSet());
    }

    public static DiskUse read(Machine machine, Scan scan) throws IOException {
        return new DiskUse(machine, scan, Live.read(machine.deviceMapper()));
    }

    public boolean isUsed(DiskInfo disk) throws IOException {
        return !machine.disk(disk).isFree()
                || scan.groupsByDisk().of(disk).stream()
                        .anyMatch(g -> g.sets().stream()
                                .anyMatch(s -> s.member(disk).isPresent()
                                        && LiveSets.match(g, live).device(s).isPresent()));
    }

    /** True of a disk that is held, though neither a set that it belongs to runs nor a device of ours: an md array has it, a mount. */
    public boolean isHeldByOthers(DiskInfo disk) throws IOException {
        return !isOurs(disk) && !machine.disk(disk).isFree();
    }

    private boolean isOurs(DiskInfo disk) {
        return (disk.number() != null && below.contains(disk.number()))
                || scan.groupsByDisk().of(disk).stream()
                        .anyMatch(g -> g.standing(disk).isPresent()
                                && !LiveSets.match(g, live).bySet().isEmpty());
    }

    /** Refuses a disk that somebody holds. */
    public void mustBeUnused(DiskInfo disk) throws RefusedException, IOException {
        if (isUsed(disk)) {
            throw new RefusedException(List.of(Newcomers.inUse(disk)));
        }
    }
}
