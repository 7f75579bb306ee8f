package org.dmkit.raid;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;

/**
 * The redo records in what a scan has read.
 *
 * @param byDisk the newest valid record of each disk that has one, by the disk's name
 * @param findings records that a newer dmkit has written
 */
record RedoCopies(Map<String, RedoCodec.Copy> byDisk, List<Finding> findings) {
    static RedoCopies find(Machine machine, Scan scan) {
        var copies = new TreeMap<String, RedoCodec.Copy>();
        var findings = new ArrayList<Finding>();
        for (Disk disk : machine.disks()) {
            DiskInfo info = disk.info();
            List<Extent> data = data(scan, info);
            TailReader.read(scan, disk).ifPresent(tail -> {
                long lba = info.sectors() - tail.limit() / RedoCodec.SECTOR;
                RedoCodec.find(tail, lba, data).ifPresent(c -> copies.put(info.name(), c));
                findings.addAll(newer(info, tail, lba, data));
            });
        }
        return new RedoCopies(copies, findings);
    }

    /** Where sets of any group have their data on this disk. */
    static List<Extent> data(Scan scan, DiskInfo disk) {
        return scan.groups().stream()
                .flatMap(g -> g.sets().stream())
                .flatMap(RaidSet::members)
                .filter(m -> m.disk().name().equals(disk.name()))
                .map(Component.Member::extent)
                .toList();
    }

    private static List<Finding> newer(DiskInfo disk, ByteBuffer tail, long tailLba, List<Extent> data) {
        var findings = new ArrayList<Finding>();
        for (int sector = 0; sector < tail.limit() / RedoCodec.SECTOR; sector++) {
            var at = new Extent(tailLba + sector, 1);
            if (RedoCodec.isNewer(tail, sector) && data.stream().noneMatch(at::overlaps)) {
                findings.add(new Finding(
                        "redo.newer-version",
                        Finding.Severity.WARNING,
                        disk.name(),
                        at.lba(),
                        "",
                        "the redo record of a newer dmkit, which is left alone",
                        "a version that this one knows",
                        "run that dmkit's recover first: a change may be interrupted"));
            }
        }
        return findings;
    }
}
