package org.dmkit.raid.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.GroupsByDisk;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.read.DiskEnds;
import org.dmkit.raid.read.DiskSectors;
import org.dmkit.raid.read.TailReader;

/**
 * The redo records in what a scan has read.
 *
 * @param byDisk the newest valid record of each disk that has one, by the disk's name
 * @param journal the record in the machine's journal
 * @param findings records that a newer dmkit has written, and what is wrong with the journal
 * @param data where sets have their data on each disk by the word of the metadata alone: also on disks that a note shuts out
 */
public record RedoCopies(
        Map<String, RedoCodec.Copy> byDisk,
        Optional<RedoCodec.Copy> journal,
        List<Finding> findings,
        Map<DiskInfo, List<Extent>> data) {
    /**
     * Finds them.
     *
     * @param groups as the formats put them together
     */
    public static RedoCopies find(Map<Disk, DiskSectors> disks, Optional<Journal> journal, GroupsByDisk groups) {
        var copies = new TreeMap<String, RedoCodec.Copy>();
        var findings = new ArrayList<Finding>();
        var everywhere = new HashMap<DiskInfo, List<Extent>>();
        disks.forEach((disk, read) -> {
            DiskInfo info = disk.info();
            List<Extent> data = groups.data(info).toList();
            everywhere.put(info, data);
            if (info.sectors() > 0 && read.isZero(DiskEnds.tailOf(info))) {
                return;
            }
            TailReader.read(read, disk).ifPresent(tail -> {
                long lba = info.sectors() - tail.limit() / RedoCodec.SECTOR;
                RedoCodec.find(tail, lba, data).ifPresent(c -> copies.put(info.name(), c));
                findings.addAll(newer(info, tail, lba, data));
            });
        });
        Journal.Content kept = journal.map(Journal::content).orElse(Journal.Content.NONE);
        findings.addAll(kept.findings());
        return new RedoCopies(copies, kept.copy(), findings, everywhere);
    }

    /** That of a transaction which is newer than all of these. */
    public long nextSequence() {
        return 1
                + Stream.concat(byDisk.values().stream(), journal.stream())
                        .map(RedoCodec.Copy::redo)
                        .reduce((a, b) -> b.isNewerThan(a) ? b : a)
                        .map(Redo::sequence)
                        .orElse(0L);
    }

    /** Records that went forward without some of their members, of which a copy lies on one of these disks. */
    public List<Redo.Placed> completing(Set<String> disks) {
        var places = new LinkedHashMap<Redo, List<Redo.Place>>();
        byDisk.forEach((disk, copy) -> {
            if (copy.state() == Redo.State.COMPLETING) {
                places.computeIfAbsent(copy.redo(), r -> new ArrayList<>())
                        .add(new Redo.Place(copy.self(), disk, copy.extent()));
            }
        });
        return places.entrySet().stream()
                .filter(e -> e.getValue().stream().anyMatch(p -> disks.contains(p.disk())))
                .map(e -> new Redo.Placed(e.getKey(), e.getValue()))
                .toList();
    }

    /** Where the metadata of witnesses lie by the notes that have them for such, each place once. */
    public Map<SerialAndSize, Set<Extent>> witnessed() {
        var places = new HashMap<SerialAndSize, Set<Extent>>();
        byDisk.values().stream()
                .flatMap(c -> c.redo().notes().stream())
                .flatMap(n -> Stream.of(n.before(), n.after()))
                .flatMap(n -> n.witnesses().stream())
                .forEach(w -> places.computeIfAbsent(w.disk(), d -> new LinkedHashSet<>())
                        .addAll(w.metadata()));
        return places;
    }

    private static List<Finding> newer(DiskInfo disk, ByteBuffer tail, long tailLba, List<Extent> data) {
        var findings = new ArrayList<Finding>();
        for (int sector = 0; sector < tail.limit() / RedoCodec.SECTOR; sector++) {
            var at = new Extent(tailLba + sector, 1);
            if (RedoCodec.isNewer(tail, sector) && data.stream().noneMatch(at::overlaps)) {
                findings.add(Finding.warning("redo.newer-version")
                        .on(disk)
                        .at(at.lba())
                        .found("the redo record of a newer dmkit, which is left alone")
                        .expected("a version that this one knows")
                        .remedy("run that dmkit's recover first: a change may be interrupted"));
            }
        }
        return findings;
    }
}
