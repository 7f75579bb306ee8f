package org.dmkit.formats.isw;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.Delta;
import org.dmkit.raid.Delta.Event;
import org.dmkit.raid.Group;
import org.dmkit.raid.spi.Image;

/**
 * What to write where for a change. All live members get the same block with the next generation. The family number stays,
 * although mdadm renews it with each replaced disk: the set keeps its name, and a disk that was replaced is shut out all the
 * same, because the newer block doesn't know its serial. A failed disk that stays in the group is not written.
 */
final class IswEncoder {
    private IswEncoder() {}

    static Map<String, List<Image>> encode(Delta delta) {
        Map<String, List<Image>> images = new LinkedHashMap<>();
        Group t0 = delta.before();
        Group t1 = delta.after();
        if (!t1.sets().isEmpty()) {
            Mpb after = IswChange.apply(delta);
            if (!after.equals(t0.metadata())) {
                Mpb next = after.next();
                t1.usable()
                        .filter(d -> !t1.spares().contains(d) && isMember(next, d))
                        .forEach(d -> images.put(d.name(), MpbWriter.images(next, d)));
            }
        } else if (!t0.sets().isEmpty()) {
            // Without a volume nothing holds the disks together: each becomes a spare.
            t1.disks().forEach(d -> images.put(d.name(), spare(d)));
        }
        delta.events(Event.SpareAdded.class).forEach(e -> images.put(e.disk().name(), spare(e.disk())));
        delta.events(Event.Released.class).forEach(e -> images.put(e.disk().name(), erased(e.disk(), t0)));
        return images;
    }

    private static List<Image> erased(DiskInfo disk, Group group) {
        return MpbWriter.erased(
                disk,
                group.metadataExtents()
                        .getOrDefault(disk.name(), MpbPlace.on(disk).all(Mpb.MIN_SIZE)));
    }

    private static List<Image> spare(DiskInfo disk) {
        int unit = MpbPlace.on(disk).unit();
        long units = disk.sectors() / unit;
        IswDisk entry = IswDisk.of(IswSerial.of(disk).getFirst(), units, IswDisk.SPARE_STATUS);
        return MpbWriter.images(Mpb.spare(entry, units > 0xffff_ffffL, unit), disk);
    }

    private static boolean isMember(Mpb mpb, DiskInfo disk) {
        return mpb.disk(IswSerial.of(disk)).filter(IswDisk::good).isPresent();
    }
}
