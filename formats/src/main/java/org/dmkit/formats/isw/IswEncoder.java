package org.dmkit.formats.isw;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.Component;
import org.dmkit.raid.Group;
import org.dmkit.raid.RaidSet;
import org.dmkit.raid.spi.Image;

/**
 * What to write where for a change. All live members get the same block with the next generation. The family number stays,
 * although mdadm renews it with each replaced disk: the set keeps its name, and a disk that was replaced is shut out all the
 * same, because the newer block doesn't know its serial. A failed disk that stays in the group is not written.
 */
final class IswEncoder {
    private IswEncoder() {}

    static Map<String, List<Image>> encode(Group t0, Group t1) {
        Map<String, List<Image>> images = new LinkedHashMap<>();
        Mpb before = (Mpb) t0.metadata();
        if (!t1.sets().isEmpty()) {
            Mpb after = IswChange.apply(t0, t1);
            if (!after.equals(before)) {
                Mpb next = after.next();
                disks(t1)
                        .filter(d -> !in(t1.spares(), d) && isMember(next, d))
                        .forEach(d -> images.put(d.name(), MpbWriter.images(next, d)));
            }
        } else if (!t0.sets().isEmpty()) {
            // Without a volume nothing holds the disks together: each becomes a spare.
            t1.disks().forEach(d -> images.put(d.name(), spare(d)));
        }
        t1.spares().stream().filter(d -> !in(t0.spares(), d)).forEach(d -> images.put(d.name(), spare(d)));
        erase(t0.disks(), t0, t1, images);
        erase(t0.stale(), t0, t1, images);
        return images;
    }

    private static void erase(List<DiskInfo> disks, Group t0, Group t1, Map<String, List<Image>> images) {
        disks.stream()
                .filter(d -> disks(t1).noneMatch(kept -> same(kept, d)) && !in(t1.stale(), d))
                .forEach(d -> images.put(
                        d.name(),
                        MpbWriter.erased(
                                d,
                                t0.metadataExtents()
                                        .getOrDefault(d.name(), MpbPlace.on(d).all(Mpb.MIN_SIZE)))));
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

    private static boolean in(List<DiskInfo> disks, DiskInfo disk) {
        return disks.stream().anyMatch(d -> same(d, disk));
    }

    private static boolean same(DiskInfo a, DiskInfo b) {
        return a.name().equals(b.name());
    }

    /** Those of the group, and those that only its sets name yet. */
    private static Stream<DiskInfo> disks(Group g) {
        Stream<DiskInfo> listed = Stream.concat(g.disks().stream(), g.spares().stream());
        return Stream.concat(listed, g.sets().stream().flatMap(RaidSet::members).map(Component.Member::disk));
    }
}
