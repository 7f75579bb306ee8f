package org.dmkit.raid.commit;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.read.DiskEnds;
import org.dmkit.raid.record.Redo;
import org.dmkit.raid.scan.Scan;

/**
 * Where recovery may write on the word of a record, whose checksums anybody can make right: where metadata lie or may lie, and
 * never on the data of a set; but for its own metadata, where they lie among them.
 *
 * @param formats all that may have metadata on a disk
 */
record RedoLimits(Scan scan, List<Format<?>> formats) {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Where the header of a GUID partition table says on which sector its second copy ends. */
    private static final int GPT_ALTERNATE = 32;

    /** Sectors of such a table at the beginning of a disk, the protective one before it included; one less at the end. */
    private static final long GPT = 34;

    RedoLimits {
        formats = List.copyOf(formats);
    }

    /** What is wrong with a record that would have these disks (by name) written. */
    List<Finding> violations(String group, List<DiskInfo> disks, Map<String, Redo.Member> members) {
        var findings = new ArrayList<Finding>();
        for (DiskInfo disk : disks) {
            Redo.Member member = members.get(disk.name());
            if (member != null) {
                member.extents().stream()
                        .filter(e -> !allows(disk, e))
                        .map(e -> violation(group, disk, e))
                        .forEach(findings::add);
            }
        }
        return findings;
    }

    private static Finding violation(String group, DiskInfo disk, Extent extent) {
        return Finding.error("redo.extent")
                .on(disk)
                .at(extent.lba())
                .found("a redo record of " + group + " that would have sectors " + extent + " written")
                .expected("sectors where metadata may lie")
                .remedy("nothing was written: the record is a forgery, or the disks have changed since");
    }

    boolean allows(DiskInfo disk, Extent extent) {
        return extent.end() <= disk.sectors()
                && scan.data(disk).stream().noneMatch(data -> data.overlaps(extent) && !isAmid(disk, data, extent))
                && partitionTable(disk).stream().noneMatch(extent::overlaps)
                && isCovered(extent, metadata(disk));
    }

    /** True if in the midst of these data there are the metadata of the set itself, as in sector 9 of hpt37x. */
    private boolean isAmid(DiskInfo disk, Extent data, Extent extent) {
        return Stream.concat(scan.groupsByDisk().of(disk).stream(), scan.byFormats().of(disk).stream())
                .filter(g -> g.used(disk).anyMatch(data::equals))
                .flatMap(g -> g.extents(disk).stream())
                .anyMatch(own -> own.contains(extent));
    }

    /** The tail is where metadata are when they are torn or gone, and where new ones go that need more room. */
    private List<Extent> metadata(DiskInfo disk) {
        var extents = new ArrayList<Extent>();
        scan.groupsByDisk().metadata(disk).forEach(extents::add);
        boolean nothing = bearsNothing(disk);
        formats.forEach(f -> extents.addAll(nothing ? f.mayLie(disk) : f.anchors(disk)));
        extents.add(DiskEnds.tailOf(disk));
        Collections.sort(extents);
        return extents;
    }

    /** True if nothing is known to be on the disk but what may be left of metadata: new ones may lie far from their anchors. */
    private boolean bearsNothing(DiskInfo disk) {
        return scan.formats().containsAll(scan.signatures().getOrDefault(disk.name(), List.of()));
    }

    /** Of the disk itself: one that is among a mirror's data ends where the volume does, and the metadata lie behind. */
    private List<Extent> partitionTable(DiskInfo disk) {
        if (scan.groupsByDisk().metadata(disk).findAny().isPresent()) {
            // Sound metadata where the second copy would be: the first one is a leftover.
            return List.of();
        }
        long last = disk.sectors() - 1;
        boolean ofTheDisk =
                scan.signatures().getOrDefault(disk.name(), List.of()).contains("gpt")
                        && scan.sectors(disk.name())
                                .flatMap(s -> s.at(1))
                                .filter(header -> header.get(LONG, GPT_ALTERNATE) == last)
                                .isPresent();
        return ofTheDisk && last > GPT
                ? List.of(new Extent(0, GPT), new Extent(disk.sectors() - GPT + 1, GPT - 1))
                : List.of();
    }

    private static boolean isCovered(Extent extent, List<Extent> sorted) {
        long at = extent.lba();
        for (Extent e : sorted) {
            if (e.lba() <= at && at < e.end()) {
                at = e.end();
            }
        }
        return at >= extent.end();
    }
}
